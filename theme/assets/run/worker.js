// Python, in a worker of its own: the page stays quick, and an endless loop can be ended with it.
import { Files } from "./files.js"

const OFTEN = 50 // milliseconds between two messages with output
let files, manifest, python, session
const say = message => postMessage(message)

// Nothing that runs here asks another site for anything, or for more than what is listed.
const only = folder => {
  const native = self.fetch.bind(self)
  self.fetch = (input, options) => {
    const url = new URL(input.url ?? input, location).href
    const name = url.startsWith(folder) ? url.slice(folder.length) : undefined
    if (name in manifest.files) return files.get(name)
    if (new URL(url).origin === location.origin) return native(input, options)
    return Promise.reject(new TypeError("a page of this site asks no other site"))
  }
}

// The names that `import` lines begin with.
const imported = code => {
  const found = new Set()
  for (const line of code.split(/[\n;]/)) {
    const [, list, from] = line.match(/^\s*(?:import\s+(.+)|from\s+([\w.]+)\s+import\b)/) ?? []
    for (const name of from ? [from] : list?.split(",") ?? []) found.add(name.trim().split(/[.\s]/)[0])
  }
  return found
}

// Packages, and those that they need, for the modules that the code imports.
const needed = code => {
  const names = imported(code)
  if (names.has("fully_convolutional")) names.add("keras")
  const found = new Set(["numpy"])
  const add = name => {
    found.add(name)
    manifest.packages[name].depends.forEach(add)
  }
  for (const [name, { imports }] of Object.entries(manifest.packages)) {
    if (imports.some(module => names.has(module))) add(name)
  }
  if (names.has("matplotlib")) add("pillow")
  const keras = names.has("keras")
  if (keras) ["packaging", "pillow"].forEach(add)
  return { packages: [...found], keras }
}

const script = async name => {
  try {
    return await import(files.folder + name)
  } catch {
    throw Object.assign(new Error(), { file: name })
  }
}

// What a browser keeps of scripts it asks the network about again; a worker that has them needs none.
const prepare = () => Promise.all(["pyodide.mjs", "pyodide.asm.js"].map(script))

const begin = async () => {
  files.want(manifest.core)
  const { loadPyodide } = await script("pyodide.mjs")
  const loaded = await loadPyodide({ indexURL: files.folder, stdout: () => {}, stderr: () => {} })
  for (const name of ["XMLHttpRequest", "WebSocket", "EventSource"]) self[name] = undefined
  return loaded
}

const unpack = async (name, where) => {
  const bytes = await (await files.get(name)).arrayBuffer()
  python.unpackArchive(bytes, "zip", { extractDir: where })
}

// Pyodide spells some names with a capital.
const has = name => Object.keys(python?.loadedPackages ?? {}).some(one => one.toLowerCase() === name)

const load = async code => {
  const { packages, keras } = needed(code)
  const missing = packages.filter(name => !has(name))
  files.want([...manifest.core, ...missing.map(name => manifest.packages[name].file_name), ...(keras ? ["keras.zip"] : [])])
  python ??= await begin()
  say({ step: "starting" })
  if (missing.length) {
    await python.loadPackage(missing, { messageCallback: () => {}, errorCallback: () => {} })
    const lost = missing.find(name => !has(name))
    if (lost) throw Object.assign(new Error(), { file: manifest.packages[lost].file_name })
  }
  if (!session) {
    await unpack("ours.zip", "/home/ours")
    python.runPython("import sys; sys.path.append('/home/ours')")
    session = python.pyimport("session")
    session.start()
  }
  if (keras && !has("keras")) {
    await unpack("keras.zip", "/home/packages")
    python.runPython("import sys; sys.path.append('/home/packages')")
    python.loadedPackages.keras = "ours"
  }
  if (packages.includes("matplotlib")) session.import_matplotlib()
  if (keras) session.import_keras()
}

// What Python writes comes in small pieces; a message holds those of some milliseconds.
class Voice {
  constructor(kind) {
    Object.assign(this, { kind, text: "", last: 0 })
  }

  hear(text) {
    this.text += text
    if (performance.now() - this.last > OFTEN) this.hand()
  }

  hand() {
    if (this.text) say({ [this.kind]: this.text })
    this.text = ""
    this.last = performance.now()
  }
}

// What the block's figure says in a language: a text of it, and what is drawn in its place.
const texts = (title, language) => JSON.stringify(manifest.texts[language]?.[title] ?? {})

const run = async ({ code, title, space, language }) => {
  await load(code)
  say({ step: "running" })
  const from = performance.now()
  const [out, err] = [new Voice("out"), new Voice("err")]
  const told = session.run(code, title, space, texts(title, language), text => out.hear(text), text => err.hear(text))
  out.hand()
  err.hand()
  say({ done: { ...JSON.parse(told), seconds: (performance.now() - from) / 1000 } })
}

self.onmessage = async ({ data }) => {
  try {
    if (data.open) {
      ({ manifest } = data.open)
      files = new Files(data.open.folder, manifest.files, (bytes, of) => say({ bytes, of }), name => say({ lost: name }))
      only(data.open.folder)
    } else if (data.prepare) await prepare()
    else await run(data)
  } catch (error) {
    const name = String(error?.message ?? error)
    const file = error.file ?? Object.keys(manifest.files).find(one => name.includes(one))
    say(file ? { lost: file } : { broken: name.slice(-400) })
  }
}

// Held for as long as this worker lives: the page waits for it, and so learns that the worker has gone.
const ready = () => say({ ready: true })
if (navigator.locks) {
  navigator.locks.request(self.name, () => {
    ready()
    return new Promise(() => {})
  })
} else ready()
