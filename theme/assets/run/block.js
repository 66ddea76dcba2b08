// One block in the page: its editor, its runs, and the panel under it that tells of them.
import { openEditor } from "./editor.js"
import { pack, unpack } from "./link.js"
import { fill, make, prepare, words } from "./page.js"
import { LIMIT, Python } from "./python.js"
import { shown, verdict } from "./result.js"

const OFTEN = 1000 // milliseconds between two sentences on a download, for screen readers
const blocks = new Map() // by their elements
const ran = { life: -1, cells: new Set() } // cells of the notebook that have run in this life of Python
let python // one for the page

// The block of an element. place: the folder that Python lies in.
export const blockOf = async (node, place) => {
  await prepare()
  python ??= new Python(place)
  if (!blocks.has(node)) blocks.set(node, new Block(node))
  return blocks.get(node)
}

const codeOf = node => blocks.get(node)?.code ?? node.querySelector("code").textContent
const titleOf = ({ dataset: { run, cell } }) => cell ? fill(words.cell, { number: cell }) : run

const press = (text, act) => {
  const node = make("button", { type: "button", textContent: text })
  node.addEventListener("click", act)
  return node
}

class Block {
  constructor(node) {
    this.node = node
    this.name = [node.dataset.run, node.dataset.cell].filter(Boolean).join(".")
    this.title = titleOf(node)
    const next = node.nextElementSibling
    this.output = next?.matches(".language-text.highlight") ? next : undefined
  }

  get original() {
    return this.node.querySelector("code").textContent
  }

  get code() {
    return this.editor?.value ?? this.original
  }

  get isEdited() {
    return this.code.trimEnd() !== this.original.trimEnd()
  }

  // What appears under the block and its output.
  panel() {
    if (this.box?.isConnected) return
    this.status = make("p", { className: "run-status", role: "status" })
    this.bar = make("progress", { hidden: true, "aria-label": words.progress })
    this.tools = make("div", { className: "run-doing" })
    this.result = make("div", { className: "run-result" })
    const label = `${words.output}: ${this.title}`
    this.box = make("section", { className: "run-panel", "aria-label": label }, this.status, this.bar, this.tools, this.result)
    const last = this.output ?? this.node
    last.after(this.box)
  }

  say(text) {
    this.status.textContent = text
  }

  // --- editing -------------------------------------------------------------------------------

  async edit() {
    if (!this.editor) await this.show(this.original)
    this.editor?.focus()
  }

  async show(code) {
    this.panel()
    if (!this.editor && !this.busy) this.say(words.opening)
    const opening = this.opening ??= openEditor(code, fill(words.code, { title: this.title }), () => this.run())
    const editor = await opening
    if (this.opening !== opening) return // closed meanwhile
    if (!this.editor) {
      this.editor = editor
      const pre = this.node.querySelector("pre")
      pre.hidden = true
      pre.after(editor.node)
      if (!this.busy) this.say("")
    }
    if (editor.value !== code) editor.value = code
    this.offer(this.ending)
  }

  close() {
    this.going?.stop()
    this.editor?.remove()
    this.editor = this.opening = undefined
    this.node.querySelector("pre").hidden = false
    this.box?.remove()
    if (new URLSearchParams(location.hash.slice(1)).get("run") === this.name) {
      history.replaceState(null, "", location.pathname + location.search)
    }
  }

  // Code that an address holds.
  async open(packed) {
    const code = await unpack(packed).catch(() => undefined)
    if (code === undefined || code === this.editor?.value) return
    await this.show(code)
    this.node.scrollIntoView({ block: "nearest" })
  }

  // Buttons for what can be done now. ending: the word for ending what goes on; nothing else is offered then.
  offer(ending) {
    this.ending = ending
    const held = this.tools.contains(document.activeElement)
    const reset = () => {
      this.close()
      this.node.querySelector(".run-bar button")?.focus()
    }
    const tools = this.editor ? [
      press(words.again, () => this.run()),
      press(words.reset, reset),
      press(words.copy, () => this.copy(this.code, words["not-copied"])),
      press(words.link, () => this.link()),
    ] : []
    this.tools.replaceChildren(...(ending ? [press(ending, () => this.going.stop())] : tools))
    if (held) this.tools.querySelector("button")?.focus()
  }

  // otherwise: what to say if the browser does not allow it.
  async copy(text, otherwise) {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false)
    this.say(done ? words.copied : otherwise)
  }

  async link() {
    if (await this.keep()) await this.copy(location.href, location.href)
    else this.say(words["not-linked"])
  }

  // The address of the page then holds the code; gives whether it does. Some browsers are too old, some code too long.
  async keep() {
    try {
      const address = `#${new URLSearchParams({ run: this.name, code: await pack(this.code) })}`
      history.replaceState(null, "", address)
      return location.hash === address
    } catch {
      return false
    }
  }

  // --- running -------------------------------------------------------------------------------

  // A second press while it runs changes nothing.
  async run() {
    if (this.busy) return
    this.busy = true
    this.panel()
    delete this.box.dataset.verdict
    try {
      const { code, isEdited } = this
      if (isEdited) this.keep() // not waited for: the address may have the code a moment later, or not at all
      const ended = await this.before() ?? await this.once(this.node)
      this.conclude(ended, [...this.earlier().map(codeOf), code].join("\n"), isEdited)
    } finally {
      this.busy = false
    }
  }

  // The cells of the notebook that come before this one, in whose session it runs.
  earlier() {
    const cells = [...document.querySelectorAll("[data-cell]")]
    return cells.slice(0, Math.max(cells.indexOf(this.node), 0))
  }

  // Runs the cells before this one that have not run in this life of Python; of one that does not come to
  // its end, gives how it ended.
  async before() {
    if (ran.life !== python.life) Object.assign(ran, { life: python.life, cells: new Set() })
    for (const node of this.earlier()) {
      if (ran.cells.has(node)) continue
      const ended = await this.once(node)
      if (!ended.done || ended.done.error) return ended
    }
    return undefined
  }

  // One run, of this block or of a cell before it; gives how it ended, with all that was printed.
  async once(node) {
    const heard = { out: "", err: "" }
    this.result.replaceChildren()
    this.say(words.waiting)
    this.offer(words.cancel)
    const space = this.node.dataset.cell ? this.node.dataset.run : "" // of a notebook
    const { lang: language } = document.documentElement
    const job = { code: codeOf(node), title: titleOf(node), space, language }
    this.going = python.run(job, message => this.hear(message, heard))
    const ended = await this.going.done
    this.going = undefined
    this.bar.hidden = true
    if (space && ended.done && !ended.done.error) ran.cells.add(node)
    return { ...ended, ...heard }
  }

  hear({ bytes, of, step, out = "", err = "" }, heard) {
    heard.out += out
    heard.err += err
    if (of) {
      const mega = number => (number / 1e6).toFixed(1)
      Object.assign(this.bar, { hidden: false, max: of, value: bytes })
      if (bytes === of || !(performance.now() - this.told < OFTEN)) {
        this.told = performance.now()
        this.say(fill(words.loading, { done: mega(bytes), total: mega(of) }))
      }
    }
    if (step === "starting") this.say(words.starting)
    if (step === "running") {
      this.bar.hidden = true
      this.say(words.running)
      this.offer(words.stop)
    }
  }

  // code: all that ran for it.
  conclude(ended, code, isEdited) {
    this.offer()
    const { done, out, err, text, file = "Python" } = ended
    const published = this.output?.querySelector("code").textContent
    const key = verdict(ended, published, isEdited)
    const silent = done && !done.error && !out && !err && !done.figures.length
    const said = fill(words[key], { seconds: done?.seconds.toFixed(2), file, text, limit: LIMIT })
    this.say(silent ? `${said} ${words.nothing}` : said)
    this.result.replaceChildren(...shown(ended, key, published, code))
    this.box.dataset.verdict = key
  }
}
