// Run and Edit on each block that can run in the page. All else is loaded when one of them is pressed.
const script = document.querySelector("script[data-run-words]")
const words = JSON.parse(script.dataset.runWords)
const place = new URL("../python/", script.src).href

const button = (text, label, press) => {
  const node = document.createElement("button")
  node.type = "button"
  node.textContent = text
  node.setAttribute("aria-label", label)
  node.addEventListener("click", press)
  return node
}

// What block.js makes of a block, once it is there. A failed load may be tried again.
const blocks = new Map()
const panel = async node => {
  if (!blocks.has(node)) {
    try {
      const { Block } = await import("./block.js")
      blocks.set(node, new Block(node, place))
    } catch {
      const old = node.parentNode.querySelector(".run-lost")
      const note = old ?? Object.assign(document.createElement("p"), { className: "run-lost" })
      note.setAttribute("role", "alert")
      note.textContent = words.lost
      if (!old) node.after(note)
      throw new Error("not loaded")
    }
    node.parentNode.querySelector(".run-lost")?.remove()
  }
  return blocks.get(node)
}
const act = (node, name, ...rest) => panel(node).then(block => block[name](...rest), () => {})

const offer = (node, title, where, place) => {
  const bar = Object.assign(document.createElement("span"), { className: "run-bar" })
  bar.append(
    button(words.run, `${words.run}: ${title}`, () => act(node, "run")),
    button(words.edit, `${words.edit}: ${title}`, () => act(node, "edit")),
  )
  where[place](bar)
}

const cells = [...document.querySelectorAll("[data-run]")]
for (const node of cells) {
  const { run, cell } = node.dataset
  if (cell) offer(node, `${words.cell} ${cell}`, node, "prepend")
  else offer(node, run, node.querySelector(":scope > .filename"), "after")
}

for (const node of document.querySelectorAll("[data-no-run]")) {
  const why = `${words.cannot} ${node.dataset.noRun}`
  const mark = button("?", why, () => mark.toggleAttribute("data-open"))
  mark.className = "run-why"
  mark.dataset.why = why
  mark.addEventListener("keydown", event => event.key === "Escape" && mark.removeAttribute("data-open"))
  mark.addEventListener("blur", () => mark.removeAttribute("data-open"))
  if (node.dataset.cell) node.prepend(mark)
  else node.querySelector(":scope > .filename").after(mark)
}

// The case picker draws its block by itself; what it has drawn can run like any other.
const picker = document.querySelector("case-picker[data-ready]")
const drawn = picker?.querySelector("[data-block] .highlight")
if (drawn) {
  drawn.dataset.run = "cases"
  offer(drawn, words.case, picker.querySelector(".picker-keep"), "prepend")
  for (const type of ["change", "input"]) {
    picker.addEventListener(type, event => !event.target.closest(".run-editor") && blocks.get(drawn)?.close())
  }
}

// An address with edited code in it opens the editor, and runs nothing.
const linked = async () => {
  const given = new URLSearchParams(location.hash.slice(1))
  const node = given.has("run") && [...cells, ...(drawn ? [drawn] : [])]
    .find(one => [one.dataset.run, one.dataset.cell].filter(Boolean).join(".") === given.get("run"))
  if (node) await act(node, "open", given.get("code") ?? "")
}
addEventListener("hashchange", linked)
linked()
