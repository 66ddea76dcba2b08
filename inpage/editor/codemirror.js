// What the editor of a block takes of CodeMirror. `make editor` packs it as theme/assets/run/codemirror.min.js.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { pythonLanguage } from "@codemirror/lang-python"
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language"
import { keymap } from "@codemirror/view"
import { classHighlighter } from "@lezer/highlight"

export { EditorView, keymap } from "@codemirror/view"

// No `indentWithTab`: Tab goes on to the next button, as everywhere on a page.
export const python = [
  pythonLanguage,
  indentUnit.of("    "),
  indentOnInput(),
  bracketMatching(),
  history(),
  syntaxHighlighting(classHighlighter),
  keymap.of([...defaultKeymap, ...historyKeymap]),
]
