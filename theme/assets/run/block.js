// One block in the page: its editor, its runs, and what came of them.
import { difference } from "./diff.js"
import { pack, unpack } from "./link.js"
import { Python } from "./python.js"

const SHOWN = 100_000 // characters of an output; a page that shows more is slow
const LIMIT = 60 // seconds, as python.js has it

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}

const language = document.documentElement.lang || "en"
// Styles of the editor and of results come with the first press too.
const styles = Object.assign(document.createElement("link"), { rel: "stylesheet" })
styles.href = new URL("run.css", import.meta.url).href
await new Promise(done => {
  styles.onload = styles.onerror = done
  document.head.append(styles)
})

const known = await fetch(new URL(`words.${language}.json`, import.meta.url)).then(found => found.ok ? found : fetch(new URL("words.en.json", import.meta.url)))
const words = await known.json()
let python // one for the page
const cells = [] // of a notebook, in order
let lived = -1 // in which life of Python its cells have run

export class Block {
  constructor(node, place) {
    python ??= new Python(place)
    this.node = node
    this.name = [node.dataset.run, node.dataset.cell].filter(Boolean).join(".")
    this.title = node.dataset.cell ? `cell ${node.dataset.cell}` : node.dataset.run
    const next = node.nextElementSibling
    this.published = next?.matches(".language-text.highlight") ? next : undefined
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
    this.status = make("p", { className: "run-status" })
    this.status.setAttribute("role", "status")
    this.bar = make("progress", { hidden: true })
    this.bar.setAttribute("aria-label", fill(words.loading, { done: "", total: "" }).split(":")[0])
    this.doing = make("div", { className: "run-doing" })
    this.result = make("div", { className: "run-result" })
    this.box = make("section", { className: "run-panel" }, this.status, this.bar, this.doing, this.result)
    this.box.setAttribute("aria-label", `${words.output}: ${this.title}`)
    ;(this.published ?? this.node).after(this.box)
  }

  press(text, act) {
    const node = make("button", { type: "button", textContent: text })
    node.addEventListener("click", act)
    return node
  }

  say(text) {
    this.status.textContent = text
  }

  // --- editing -------------------------------------------------------------------------------

  edit() {
    if (!this.editor) this.show(this.original)
    this.editor.focus()
  }

  show(code) {
    const { editor } = this
    if (editor) editor.value = code
    else {
      this.editor = make("textarea", { className: "run-editor", value: code, spellcheck: false, wrap: "off" })
      for (const name of ["autocapitalize", "autocomplete", "autocorrect"]) this.editor.setAttribute(name, "off")
      this.editor.setAttribute("aria-label", fill(words.code, { title: this.title }))
      this.editor.addEventListener("input", () => this.size())
      this.editor.addEventListener("keydown", event => this.key(event))
      const pre = this.node.querySelector("pre")
      pre.hidden = true
      pre.after(this.editor)
    }
    this.size()
    this.panel()
    this.offer()
  }

  size() {
    this.editor.rows = Math.min(this.editor.value.split("\n").length + 1, 40)
  }

  // Tab goes on to the next button, as everywhere on a page; a new line starts as the last one did.
  key(event) {
    if (event.key !== "Enter") return
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      return this.run()
    }
    const { value, selectionStart: at } = this.editor
    const line = value.slice(0, at).split("\n").at(-1)
    const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "    " : "")
    if (!indent || event.isComposing) return
    event.preventDefault()
    this.editor.setRangeText(`\n${indent}`, at, this.editor.selectionEnd, "end")
    this.size()
  }

  close() {
    this.going?.stop()
    this.editor?.remove()
    this.editor = undefined
    this.node.querySelector("pre").hidden = false
    this.box?.remove()
    if (new URLSearchParams(location.hash.slice(1)).get("run") === this.name) {
      history.replaceState(null, "", location.pathname + location.search)
    }
  }

  async open(code) {
    const text = await unpack(code).catch(() => undefined)
    if (text === undefined || text === this.editor?.value) return
    this.show(text)
    this.node.scrollIntoView({ block: "nearest" })
  }

  // What can be done now: while it runs, end it; with code that was edited, bring it back, copy it, link to it.
  offer(running) {
    const held = this.doing.contains(document.activeElement)
    const reset = () => {
      this.close()
      this.node.querySelector(".run-bar button")?.focus()
    }
    const tools = this.editor ? [
      this.press(words.again, () => this.run()),
      this.press(words.reset, reset),
      this.press(words.copy, () => this.copy()),
      this.press(words.link, () => this.keep()),
    ] : []
    this.doing.replaceChildren(...(running ? [this.press(running, () => this.going.stop())] : tools))
    if (held) this.doing.querySelector("button")?.focus()
  }

  async copy() {
    const done = await navigator.clipboard?.writeText(this.code).then(() => true, () => false)
    this.say(words[done ? "copied" : "not-copied"])
  }

  // The address of the page then holds the code.
  async keep() {
    const given = new URLSearchParams({ run: this.name, code: await pack(this.code) })
    history.replaceState(null, "", `#${given}`)
    const shown = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
    this.say(shown ? words.copied : location.href)
  }

  // --- running -------------------------------------------------------------------------------

  // A second press while it runs changes nothing.
  async run() {
    if (this.busy) return
    this.busy = true
    this.panel()
    delete this.box.dataset.verdict
    try {
      await this.try_it()
    } finally {
      this.busy = false
    }
  }

  async try_it() {
    const { code, isEdited } = this
    if (isEdited) {
      const given = new URLSearchParams({ run: this.name, code: await pack(code) })
      history.replaceState(null, "", `#${given}`)
    }
    if (this.node.dataset.cell) await this.before()
    const ended = await this.once()
    if (ended) this.conclude(ended, code, isEdited)
  }

  // The cells of a notebook before this one, if they have not run in this life of Python.
  async before() {
    const nodes = [...document.querySelectorAll("[data-cell]")]
    const own = nodes.indexOf(this.node)
    if (lived !== python.life) cells.length = 0
    lived = python.life
    for (const [at, node] of nodes.slice(0, own).entries()) {
      if (cells[at]) continue
      const ended = await this.once({ code: node.querySelector("textarea")?.value ?? node.querySelector("code").textContent, title: `cell ${at + 1}` })
      if (!ended?.done || ended.done.error) return
      lived = python.life
      cells[at] = true
    }
    cells[own] = true
  }

  // One run; gives how it ended, with all that was printed.
  async once({ code = this.code, title = this.title } = {}) {
    this.heard = { out: "", err: "" }
    this.result.replaceChildren()
    delete this.box.dataset.verdict
    this.say(words.waiting)
    this.offer(words.cancel)
    const space = this.node.dataset.cell ? this.node.dataset.run : "" // of a notebook
    const going = this.going = python.run({ code, title, space }, message => this.hear(message))
    const ended = await going.done
    if (this.going !== going) return undefined
    this.going = undefined
    this.bar.hidden = true
    return ended
  }

  hear({ bytes, of, step, out, err }) {
    if (of) {
      const mega = number => (number / 1e6).toFixed(1)
      Object.assign(this.bar, { hidden: false, max: of, value: bytes })
      const text = fill(words.loading, { done: mega(bytes), total: mega(of) })
      if (bytes === of || !this.last || performance.now() - this.last > 1000) {
        this.last = performance.now() // a screen reader is told once a second
        this.say(text)
      }
    }
    if (step === "starting") this.say(words.starting)
    if (step === "running") {
      this.bar.hidden = true
      this.say(words.running)
      this.offer(words.stop)
    }
    if (out) this.heard.out += out
    if (err) this.heard.err += err
  }

  conclude({ done, ended, file, text }, code, isEdited) {
    this.offer()
    const { out, err } = this.heard
    const seconds = done?.seconds.toFixed(2)
    const published = this.published?.querySelector("code").textContent
    const same = published !== undefined && out === published
    const parts = []
    if (!done || done.error || published === undefined || err) {
      if (out) parts.push(this.text(out))
      if (err) parts.push(make("p", {}, words.errors), this.text(err))
      if (done?.error) parts.push(this.text(done.error, "run-error"))
    } else if (same) parts.push(this.text(out))
    else parts.push(this.lines(difference(published, out)))
    for (const [at, svg] of (done?.figures ?? []).entries()) {
      const alt = fill(words.figure, { number: at + 1 })
      parts.push(make("img", { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, alt, className: "run-figure" }))
    }
    const key = ended ?? (done.error ? "failed" : err || published === undefined ? "done"
      : isEdited ? same ? "edited-same" : "edited" : same ? "same" : "other")
    this.say(fill(words[key], { seconds, file, text, limit: LIMIT }) + (done && !done.error && !out && !err && !done.figures.length ? ` ${words.nothing}` : ""))
    this.box.dataset.verdict = key
    const runs = /\b(keras|fully_convolutional)\b/.test(code) ? words.keras : words.numpy
    if (done) parts.push(make("p", { className: "run-by" }, runs))
    this.result.replaceChildren(...parts)
  }

  text(text, kind = "") {
    const rest = text.length - SHOWN
    const code = make("code", { className: kind, tabIndex: 0 }, text.slice(0, SHOWN))
    return make("pre", {}, code, ...(rest > 0 ? [`\n${fill(words.cut, { number: rest })}`] : []))
  }

  lines(found) {
    const shown = found.slice(0, 2000).map(([sign, line]) =>
      make({ "-": "del", "+": "ins", " ": "span" }[sign], {}, `${sign === "-" ? "−" : sign} ${line}\n`))
    return make("pre", {}, make("code", { tabIndex: 0 }, ...shown))
  }
}
