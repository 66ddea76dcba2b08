// The editor of a block: CodeMirror, or a plain text area where that cannot be had.
// Tab leaves either; Ctrl+Enter runs; a new line starts as the last one did, deeper after a colon.
import { make } from "./page.js"

const PATIENCE = 5000 // milliseconds, after which the text area is offered
const LINES = 40 // of a text area; what is longer scrolls

// code: what to edit; label: for a screen reader; run: on Ctrl+Enter.
export const openEditor = async (code, label, run) => {
  const library = await had().catch(() => undefined)
  return library ? new Coloured(library, code, label, run) : new Plain(code, label, run)
}

// Its styles need a shadow root that adopts them: the policy allows no <style> on a page.
const had = () => {
  if (!("adoptedStyleSheets" in ShadowRoot.prototype)) return Promise.reject(new Error("too old a browser"))
  const late = new Promise((_, fail) => setTimeout(fail, PATIENCE))
  return Promise.race([import("./codemirror.min.js"), late])
}

class Coloured {
  constructor(library, code, label, run) {
    this.node = make("div", { className: "run-editor" })
    const root = this.node.attachShadow({ mode: "open" })
    const { EditorView, keymap } = library
    this.view = new EditorView({
      doc: code,
      root,
      parent: root,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => { run(); return true } }]),
        library.python,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.theme(LOOK),
      ],
    })
  }

  get value() {
    return this.view.state.doc.toString()
  }

  set value(code) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: code } })
  }

  focus() {
    this.view.focus()
  }

  remove() {
    this.view.destroy()
    this.node.remove()
  }
}

// The colours are those of blocks: Material's names for what Pygments finds.
const colour = name => ({ color: `var(--md-code-hl-${name}-color)` })
const LOOK = {
  "&.cm-focused": { outline: "2px solid var(--md-accent-fg-color)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit", maxHeight: `${LINES * 1.5}em` },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--md-default-fg-color)" },
  ".cm-line": { padding: "0 0.8rem" },
  ".cm-matchingBracket": { outline: "1px solid var(--md-default-fg-color--lighter)" },
  ".tok-keyword": colour("keyword"),
  ".tok-string, .tok-string2": colour("string"),
  ".tok-number": colour("number"),
  ".tok-comment": colour("comment"),
  ".tok-operator": colour("operator"),
  ".tok-punctuation": colour("punctuation"),
  ".tok-bool, .tok-atom": colour("constant"),
  ".tok-definition": colour("function"),
  ".tok-meta": colour("special"),
}

class Plain {
  constructor(code, label, run) {
    this.node = make("textarea", { className: "run-editor", value: code, wrap: "off", spellcheck: false, "aria-label": label })
    for (const name of ["autocapitalize", "autocomplete", "autocorrect"]) this.node.setAttribute(name, "off")
    this.node.addEventListener("input", () => this.size())
    this.node.addEventListener("keydown", event => event.key === "Enter" && this.enter(event, run))
    this.size()
  }

  get value() {
    return this.node.value
  }

  set value(code) {
    this.node.value = code
    this.size()
  }

  focus() {
    this.node.focus()
  }

  remove() {
    this.node.remove()
  }

  size() {
    this.node.rows = Math.min(this.value.split("\n").length + 1, LINES)
  }

  enter(event, run) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      return run()
    }
    const { value, selectionStart: at, selectionEnd: end } = this.node
    const line = value.slice(0, at).split("\n").at(-1)
    const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "    " : "")
    if (!indent || event.isComposing) return
    event.preventDefault()
    this.node.setRangeText(`\n${indent}`, at, end, "end")
    this.size()
  }
}
