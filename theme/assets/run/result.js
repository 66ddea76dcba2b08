// What a run gave: a word for how it went, and the elements that show what came of it.
import { difference } from "./diff.js"
import { fill, make, words } from "./page.js"

const SHOWN = 100_000 // characters of an output; a page that shows more is slow
const LINES = 2000 // of a difference

// The name of a sentence in words.*.json. published: the output on the page, if the block has one.
export const verdict = ({ done, ended, out, err }, published, isEdited) => {
  if (ended) return ended
  if (done.error) return "failed"
  if (err || published === undefined) return "done"
  const same = out === published
  if (isEdited) return same ? "edited-same" : "edited"
  return same ? "same" : "other"
}

export const shown = ({ done, out, err }, verdict, published, code) => {
  const compared = verdict === "edited" || verdict === "other"
  const parts = []
  if (compared) parts.push(lines(difference(published, out)))
  else if (out) parts.push(text(out))
  if (err) parts.push(make("p", {}, words.errors), text(err))
  if (done?.error) parts.push(text(done.error, "run-error"))
  parts.push(...(done?.figures ?? []).map(figure))
  const keras = /\b(keras|fully_convolutional)\b/.test(code)
  if (done) parts.push(make("p", { className: "run-by" }, words[keras ? "keras" : "numpy"]))
  return parts
}

const text = (text, kind = "") => {
  const rest = text.length - SHOWN
  const code = make("code", { className: kind, tabIndex: 0 }, text.slice(0, SHOWN))
  return make("pre", {}, code, ...(rest > 0 ? [`\n${fill(words.cut, { number: rest })}`] : []))
}

const lines = found => {
  const tags = { "-": "del", "+": "ins", " ": "span" }
  const shown = found.slice(0, LINES).map(([sign, line]) =>
    make(tags[sign], {}, `${sign === "-" ? "−" : sign} ${line}\n`))
  return make("pre", {}, make("code", { tabIndex: 0 }, ...shown))
}

const figure = (svg, at) => make("img", {
  src: `data:image/svg+xml,${encodeURIComponent(svg)}`,
  alt: fill(words.figure, { number: at + 1 }),
  className: "run-figure",
})
