// <weight-stepper>: all weights of a Dense kernel on their way through a formula, one step a press.
// Needs widgets.js before it. Knows no formula: it shows the arrays that a snippet printed.
{
  const { range, fill, read, recorded, make, say, Grid, cellOf } = widgets

  // One array of the record: its name, shape and values, the last axis fastest.
  class Step {
    constructor(title, rows) {
      const [, name, shape] = title.match(/^(.+), shape \((.+)\)$/)
      Object.assign(this, { name, shape: shape.split(", ").map(Number), values: rows.flat() })
    }

    // Where a weight stands: an index for each axis.
    place(weight) {
      let rest = this.values.indexOf(weight)
      const place = []
      for (const size of [...this.shape].reverse()) {
        place.unshift(rest % size)
        rest = Math.floor(rest / size)
      }
      return place
    }

    at(place) {
      return this.values[place.reduce((flat, index, axis) => flat * this.shape[axis] + index, 0)]
    }

    // As NumPy prints an array: the last two axes are a table, those before them say which one.
    groups({ group, label, head }) {
      const [rows, columns] = this.shape.slice(-2)
      const table = (front, [a, b] = front) => ({
        name: group && fill(group, { a, b }), label: label && fill(label, { a, b }), head: head && (a => fill(head, { a })),
        top: front.length ? a * rows : 0, left: front.length ? b * columns : 0,
        rows: range(rows), columns: range(columns), at: (row, column) => [...front, row, column],
      })
      if (this.shape.length === 2) return [table([])]
      return range(this.shape[0]).flatMap(a => range(this.shape[1]).map(b => table([a, b])))
    }
  }

  class WeightStepper extends HTMLElement {
    connectedCallback() {
      if (this.grid) return
      this.all = Object.entries(read(recorded(this.dataset.source))).map(table => new Step(...table))
      this.chosen = Number(this.dataset.start)
      this.grid = new Grid(this.querySelector("[role=grid]"))
      this.moving = matchMedia("(prefers-reduced-motion: no-preference)")
      this.addEventListener("change", () => this.start())
      this.addEventListener("click", event => this.press(event))
      this.addEventListener("focusin", event => this.follow(cellOf(event.target)))
      this.addEventListener("keydown", event => {
        const cell = cellOf(event.target)
        if (cell && !event.altKey && !event.metaKey) this.grid.key(event, cell)
      })
      this.start()
      this.dataset.ready = ""
    }

    // A formula's steps are the arrays whose names it begins with; the last one is the kernel.
    start() {
      const { value, dataset } = this.querySelector("input:checked")
      this.order = dataset.order
      this.path = this.all.filter(step => value.startsWith(step.name))
      this.kernel = this.path.at(-1)
      this.go(0)
    }

    go(number) {
      this.number = number
      this.step = this.path[number]
      this.template = [...this.querySelectorAll("template")].find(({ dataset: { say, order } }) =>
        say === this.step.name && (!order || order === this.order))
      this.grid.root.dataset.shape = this.step.shape.join("x")
      this.grid.draw(this.step.groups(this.template.dataset))
      for (const cell of this.grid.cells) {
        const [value, [a, b, c, d]] = [this.step.at(cell.at), cell.at]
        cell.textContent = cell.dataset.weight = value
        cell.dataset.channel = this.kernel.place(value)[2]
        cell.setAttribute("aria-label", fill(this.template.dataset.cell, { a, b, c, d, value }))
      }
      this.querySelector("[data-title]").textContent = this.template.dataset.title
      this.able("back", number > 0)
      this.able("next", number < this.path.length - 1)
      this.show()
    }

    // A button that can do nothing keeps the focus: whoever pressed it last is not thrown off.
    able(action, can) {
      this.querySelector(`[data-do=${action}]`).setAttribute("aria-disabled", String(!can))
    }

    // The followed weight: its cell, its way, its sentence.
    show() {
      const place = this.step.place(this.chosen)
      for (const cell of this.grid.cells) cell.classList.toggle("is-here", cell.dataset.weight === String(this.chosen))
      this.grid.stop(place)
      const list = numbers => numbers.join(", ")
      this.querySelector("[data-path]").replaceChildren(...this.path.map((step, n) => {
        const name = step.name.slice(n ? this.path[n - 1].name.length : 0)
        return make("li", n === this.number ? { "aria-current": "step" } : {}, make("code", {}, name), " ",
          make("span", {}, `(${list(step.shape)})`), " ", make("span", {}, `[${list(step.place(this.chosen))}]`))
      }))
      say(this.querySelector("[data-live]"),
        fill(this.template.content.textContent.trim().replace(/\s+/g, " "), this.facts()))
    }

    // Names used in the sentences: weight w of flat index i and output o, which multiplies channel c, row r, column k.
    facts() {
      const [r, k, c, o] = this.kernel.place(this.chosen)
      const [i] = this.path[0].place(this.chosen)
      const [H, W, C] = this.kernel.shape
      const axes = this.order.split(",").map(axis => ({ H: [r, H], W: [k, W], C: [c, C] })[axis])
      const stride = n => axes.slice(n + 1).reduce((product, [, size]) => product * size, 1)
      const sum = axes.map(([index], n) => stride(n) === 1 ? index : `${index} × ${stride(n)}`).join(" + ")
      return { w: this.chosen, i, o, r, k, c, sum, order: this.order }
    }

    follow(cell) {
      if (!cell) return
      this.chosen = Number(cell.dataset.weight)
      this.show()
    }

    press({ target }) {
      cellOf(target)?.focus({ preventScroll: true })
      const button = target.closest("[data-do]")
      if (!button || button.getAttribute("aria-disabled") === "true") return
      const places = this.places()
      this.go(this.number + (button.dataset.do === "next" ? 1 : -1))
      if (this.moving.matches) this.move(places)
    }

    places() {
      return Object.fromEntries(this.grid.cells.map(cell => [cell.dataset.weight, cell.getBoundingClientRect()]))
    }

    // Each weight moves from where it stood; only where the reader has not asked for less motion.
    move(from) {
      for (const [weight, { left, top }] of Object.entries(this.places())) {
        const cell = this.grid.find(this.step.place(Number(weight)))
        const way = `translate(${from[weight].left - left}px, ${from[weight].top - top}px)`
        cell.animate([{ transform: way }, { transform: "none" }], { duration: 900, easing: "ease-in-out" })
      }
    }
  }

  customElements.define("weight-stepper", WeightStepper)
}
