// <dense-to-conv>: one small network, seen as feature maps, Dense weights and convolution kernel.
// Needs widgets.js and network.js before it.
{
  const { fill, read, recorded, words, say, Grid, cellOf } = widgets
  const { Network, views } = widgets.network
  const HERE = ["is-here", "is-kin", "is-should"]

  class DenseToConv extends HTMLElement {
    connectedCallback() {
      if (this.network) return
      const tables = read(["network", "order", "larger"].map(name => recorded(`explorer/${name}.py`)).join("\n"))
      this.network = new Network(tables)
      this.views = views(this.network)
      this.grids = {}
      this.images = { small: this.network.image, larger: tables["larger image"] }
      this.words = words(this)
      this.still = matchMedia("(prefers-reduced-motion: reduce)")
      this.chosen = this.dataset.start.split(",").map(part => Number.isNaN(+part) ? part : +part)
      for (const node of this.querySelectorAll("[data-larger]")) node.hidden = !this.images.larger
      this.addEventListener("change", () => this.update())
      this.addEventListener("click", event => this.press(event))
      this.addEventListener("keydown", event => this.key(event))
      this.addEventListener("focusin", event => this.choose(cellOf(event.target)))
      this.addEventListener("pointerover", event =>
        event.pointerType === "mouse" && this.light(cellOf(event.target)?.at))
      this.addEventListener("pointerleave", () => this.light())
      this.start()
    }

    // One view a task: the page answers in between, and is not held up as it opens.
    async start() {
      this.reset("small")
      this.result()
      for (const view of Object.values(this.views)) {
        if (this.which !== "small") break // the reader was quicker: everything stands already
        this.draw(view)
        this.write(view)
        await new Promise(done => setTimeout(done))
      }
      this.light()
      this.dataset.ready = ""
    }

    disconnectedCallback() {
      clearInterval(this.timer)
    }

    setting(name) {
      return this.querySelector(`input[name=${name}]:checked`).value
    }

    // The state at the start, with an image as recorded.
    reset(which) {
      clearInterval(this.timer)
      this.which = which
      this.state = { image: this.images[which].map(row => [...row]), y: 0, x: 0, filled: new Set(["0,0"]) }
      this.compute()
    }

    // Start anew with an image: draw every view.
    load(which) {
      this.reset(which)
      for (const view of Object.values(this.views)) this.draw(view)
      if (!this.cell(this.chosen)) this.chosen = ["maps", 0, 0, 0]
      this.update()
    }

    draw(view) {
      const root = this.querySelector(`[data-view=${view.name}]`)
      const named = ({ name, ...group }) => name ? { name: fill(root.dataset.group, name), ...group } : group
      this.grids[view.name] ??= new Grid(root)
      this.grids[view.name].draw(view.plan(this.state).map(named), view.turned)
    }

    cell(at) {
      return at && this.grids[at[0]]?.find(at)
    }

    // Compute everything from the image and the switches, and write it into the cells.
    update() {
      if (this.setting("image") !== this.which) return this.load(this.setting("image"))
      this.compute()
      for (const name of Object.keys(this.grids)) this.write(this.views[name])
      this.result()
      this.light()
    }

    compute() {
      const maps = this.network.maps(this.state.image)
      Object.assign(this.state, { order: this.setting("order"), formula: this.setting("formula"), maps })
    }

    write(view) {
      const { root, cells } = this.grids[view.name]
      for (const cell of cells) {
        const [, ...at] = cell.at
        const facts = view.facts(this.state, at)
        const value = view.value(this.state, at)
        cell.textContent = value
        cell.classList.toggle("is-wrong", Boolean(facts.struck))
        cell.classList.toggle("is-on", Boolean(facts.on))
        cell.dataset.channel = facts.channel ?? ""
        const [a, b, c] = at
        cell.setAttribute("aria-label", fill(root.dataset.cell, { a, b, c, ...facts, value }))
      }
    }

    // Both networks on the window, side by side, and the verdict.
    result() {
      const { network, state } = this
      const show = values => values.map(value => value.toFixed(1)).join(", ")
      const dense = show(network.dense(state.maps, state.order, state.y, state.x))
      const conv = show(network.conv(state.maps, state.formula, state.y, state.x))
      const misplaced = network.misplaced(state.order, state.formula)
      const key = misplaced ? dense === conv ? "result-luck" : "result-wrong" : "result"
      const node = this.querySelector("[data-result]")
      node.textContent = fill(this.words[key], { dense, conv, misplaced })
      node.classList.toggle("is-wrong", misplaced > 0)
    }

    // Show one cell (the chosen one unless told), its counterparts and its sentence.
    light(at = this.chosen) {
      for (const node of this.querySelectorAll(HERE.map(name => `.${name}`).join())) node.classList.remove(...HERE)
      const [view, ...place] = at
      const about = this.views[view].about(this.state, place)
      for (const other of about.kin) this.cell(other)?.classList.add("is-kin")
      for (const other of about.wrong ?? []) this.cell(other)?.classList.add("is-should")
      this.cell(at)?.classList.add("is-here")
      if (this.which === "larger") this.frame()
      say(this.querySelector("[data-live]"), fill(this.words[about.key], about.say))
    }

    // Outline the window in the larger image, and its cell in the output.
    frame() {
      const { y, x } = this.state
      const [, H, W] = this.network.size
      const inside = ([, row, column]) => row >= y && row < y + H && column >= x && column < x + W + 2
      for (const cell of this.grids.image.cells) cell.classList.toggle("is-window", inside(cell.at))
      for (const cell of this.grids.output.cells) {
        cell.classList.toggle("is-window", cell.at[2] === y && cell.at[3] === x)
      }
    }

    choose(cell) {
      if (!cell) return
      this.chosen = cell.at
      const [view, ...at] = cell.at
      this.grids[view].stop(cell.at)
      const visit = this.views[view].visit
      if (visit) this[visit](...at)
      else this.light()
    }

    press({ target }) {
      const cell = cellOf(target)
      if (cell) {
        cell.focus({ preventScroll: true })
        this.act(cell)
      }
      const action = target.closest("[data-do]")?.dataset.do
      if (action === "reset") this.load(this.which)
      if (action === "scan") this.scan()
    }

    // What a press does in this view; false where it does nothing.
    act({ at: [view, ...at] }) {
      const act = this.views[view].act
      if (act) this[act](...at)
      return Boolean(act)
    }

    toggle(row, column) {
      this.state.image[row][column] = 1 - this.state.image[row][column]
      this.update()
    }

    // Put the window at (y, x); its output cells are then filled.
    move(o, y, x) {
      Object.assign(this.state, { y, x })
      this.state.filled.add(`${y},${x}`)
      this.update()
    }

    // Visit every window in turn; at once where the reader asked for less motion.
    scan() {
      if (!this.images.larger) return
      this.querySelector("input[name=image][value=larger]").checked = true
      if (this.which !== "larger") this.load("larger")
      clearInterval(this.timer)
      const places = this.grids.output.cells.filter(cell => cell.at[1] === 0).map(cell => cell.at)
      this.state.filled.clear()
      const step = () => {
        this.chosen = places.shift()
        this.move(...this.chosen.slice(1))
        if (!places.length) clearInterval(this.timer)
      }
      step()
      if (this.still.matches) while (places.length) step()
      else this.timer = setInterval(step, 300)
    }

    key(event) {
      const cell = cellOf(event.target)
      if (!cell || event.altKey || event.metaKey) return
      if (event.key === "Enter" || event.key === " ") {
        if (this.act(cell)) event.preventDefault()
      } else this.grids[cell.at[0]].key(event, cell)
    }
  }

  customElements.define("dense-to-conv", DenseToConv)
}
