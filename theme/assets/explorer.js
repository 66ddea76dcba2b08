// <dense-to-conv>: one small network, seen as feature maps, Dense weights and convolution kernel.
// A plain script without imports, so that it also runs from a folder (file:), where browsers refuse modules.
// Numbers come from the recorded outputs on the page, words from the markup inside the element.
{
  const range = n => Array.from({ length: n }, (_, i) => i)
  const round = value => Math.round(value * 1e6) / 1e6
  const short = value => String(Math.round(value * 10) / 10)

  // The network's arithmetic. Knows nothing of the page.
  class Network {
    // tables: { name: rows of numbers } as printed by snippets/explorer/network.py and order.py.
    constructor(tables) {
      this.image = tables["image"]
      this.filters = tables["filters, bias last"]
      this.bias = tables["dense bias"][0]
      this.weights = this.bias.map((_, o) => tables[`W_dense[:, ${o}]`].flat())
      this.flat = {}
      this.cell = {}
      for (const order of ["C,H,W", "H,W,C"]) {
        this.flat[order] = this.filters.map((_, c) => tables[`order ${order}, channel ${c}`])
        this.size ??= [this.filters.length, this.flat[order][0].length, this.flat[order][0][0].length]
        this.cell[order] = []
        this.each((c, r, k) => (this.cell[order][this.flat[order][c][r][k]] = [c, r, k]))
      }
    }

    each(visit) {
      const [C, H, W] = this.size
      for (const c of range(C)) for (const r of range(H)) for (const k of range(W)) visit(c, r, k)
    }

    // The terms [pixel, weight] that the first layer adds up for one cell of its feature map.
    terms(image, c, r, k) {
      return this.filters[c].slice(0, -1).map((weight, j) => [image[r][k + j], weight])
    }

    // First layer, any image: (height, width) -> (channels, height, width - 2).
    maps(image) {
      const columns = image[0].length - this.filters[0].length + 2
      return this.filters.map((filter, c) => image.map((_, r) => range(columns).map(k =>
        round(this.terms(image, c, r, k).reduce((sum, [x, w]) => sum + x * w, filter.at(-1))))))
    }

    // What the convolution's kernel holds at (k_height, k_width, in, out): one of the Dense weights.
    kernel(formula, r, k, c, o) {
      return this.weights[o][this.flat[formula][c][r][k]]
    }

    // Flatten the 5 x 5 window of the maps at (y, x), then Dense.
    dense(maps, order, y = 0, x = 0) {
      const vector = []
      this.each((c, r, k) => (vector[this.flat[order][c][r][k]] = maps[c][y + r][x + k]))
      return this.bias.map((bias, o) => round(vector.reduce((sum, v, i) => sum + v * this.weights[o][i], bias)))
    }

    // The converted layer at (y, x): the kernel that the formula makes, on the same maps.
    conv(maps, formula, y = 0, x = 0) {
      return this.bias.map((bias, o) => {
        let sum = bias
        this.each((c, r, k) => (sum += maps[c][y + r][x + k] * this.kernel(formula, r, k, c, o)))
        return round(sum)
      })
    }

    // How many of the weights a pairing of order and formula puts where Dense did not have them.
    misplaced(order, formula) {
      let wrong = 0
      this.each((c, r, k) => (wrong += this.flat[order][c][r][k] !== this.flat[formula][c][r][k]))
      return wrong * this.bias.length
    }

    // A flat index written out, as "1 × 25 + 2 × 5 + 3".
    spell(order, c, r, k) {
      const [C, H, W] = this.size
      return order === "C,H,W" ? `${c} × ${H * W} + ${r} × ${W} + ${k}` : `${r} × ${W * C} + ${k} × ${C} + ${c}`
    }

    // Everything there is to say about a cell [view, ...position]: which sentence, its values, its counterparts.
    // State: { image, maps, order, formula, y, x }, where (y, x) is the window's upper left corner.
    about([view, ...at], { image, maps, order, formula, y, x }) {
      const say = { order, formula, ...this.facts(view, at, order, formula) }
      if (view === "image") {
        const [row, column] = at
        const reach = []
        this.each((c, r, k) => {
          if (y + r === row && x + k <= column && column < x + k + 3) reach.push(["maps", c, r, k])
        })
        return { key: "image", say: { row, column, value: image[row][column], count: reach.length }, kin: reach }
      }
      if (view === "output") {
        const [o, row, column] = at
        const dense = short(this.dense(maps, order, row, column)[o])
        const value = short(this.conv(maps, formula, row, column)[o])
        const key = dense === value ? "output" : "output-wrong"
        const kin = range(this.bias.length).filter(other => other !== o).map(other => ["output", other, row, column])
        return { key, say: { o, row, column, bottom: row + 4, right: column + 6, value, dense }, kin }
      }
      const { c, r, k, i, o } = say
      say.sum = this.spell(order, c, r, k)
      const terms = this.terms(image, c, y + r, x + k)
      say.v = maps[c][y + r][x + k]
      say.terms = [...terms.map(([pixel, weight]) => `${pixel} × ${weight}`), this.filters[c].at(-1)].join(" + ")
      say.product = short(say.v * say.w)
      say.v = short(say.v)
      const outputs = o === undefined ? range(this.bias.length) : [o]
      const kin = [["maps", c, r, k], ...terms.map((_, j) => ["image", y + r, x + k + j])]
      for (const out of outputs) {
        say[`w${out}`] = this.weights[out][i]
        kin.push(["weights", i, out], ["kernel", say.R, say.K, say.C, out])
      }
      const wrong = say.wrong ? outputs.map(out => view === "kernel" ? ["weights", say.j, out] : ["kernel", r, k, c, out]) : []
      return { key: say.wrong ? `${view}-wrong` : view, say, kin, wrong }
    }

    // Names used in the sentences. (c, r, k): the cell of the feature map. i: the row of W that weighs it, or, of a
    // kernel cell, the row of W that it holds; j: the row that Dense would have there. (R, K, C): where W[i] lands.
    facts(view, at, order, formula) {
      if (view === "image" || view === "output") return {}
      const [c, r, k, o] = view === "maps" ? at : view === "weights" ? [...this.cell[order][at[0]], at[1]]
        : [at[2], at[0], at[1], at[3]]
      const j = this.flat[order][c][r][k]
      const i = view === "kernel" ? this.flat[formula][c][r][k] : j
      const [C, R, K] = this.cell[formula][i]
      const facts = { c, r, k, i, j, C, R, K, wrong: this.flat[formula][c][r][k] !== j }
      return o === undefined ? facts : { ...facts, o, w: this.weights[o][i], w_right: this.weights[o][j] }
    }
  }

  // Recorded outputs -> { name: rows of numbers }. A line that starts with a letter names the rows under it.
  const read = text => {
    const tables = {}
    let rows
    for (const line of text.split("\n")) {
      if (/^[a-z]/i.test(line)) rows = tables[line.trim()] = []
      else if (line.trim()) rows.push(line.trim().split(/\s+/).map(Number))
    }
    return tables
  }

  // The output block that follows the block titled with the snippet's path.
  const recorded = path => {
    const blocks = [...document.querySelectorAll(".highlight")]
    const at = blocks.findIndex(block => block.querySelector(".filename")?.textContent.trim() === path)
    return at < 0 ? "" : blocks[at + 1].querySelector("code").textContent
  }

  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
    node.append(...children)
    return node
  }

  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name])

  class DenseToConv extends HTMLElement {
    static Network = Network
    static read = read

    connectedCallback() {
      if (this.network) return
      const tables = read(["network", "order", "larger"].map(name => recorded(`explorer/${name}.py`)).join("\n"))
      this.network = new Network(tables)
      this.images = { small: this.network.image, larger: tables["larger image"] }
      this.words = Object.fromEntries([...this.querySelectorAll("template[data-say]")]
        .map(template => [template.dataset.say, template.content.textContent.trim().replace(/\s+/g, " ")]))
      this.still = matchMedia("(prefers-reduced-motion: reduce)")
      this.chosen = this.dataset.start.split(",").map(part => Number.isNaN(+part) ? part : +part)
      for (const node of this.querySelectorAll("[data-larger]")) node.hidden = !this.images.larger
      this.addEventListener("change", () => this.update())
      this.addEventListener("click", event => this.press(event))
      this.addEventListener("keydown", event => this.key(event))
      this.addEventListener("focusin", event => this.choose(event.target))
      this.addEventListener("pointerover", event => event.pointerType === "mouse" && this.light(this.at(event.target)))
      this.addEventListener("pointerleave", () => this.light())
      this.start()
    }

    // One view a task: the page answers in between, and is not held up as it opens.
    async start() {
      const plan = this.plan("small")
      this.result()
      for (const [view, ...parts] of plan) {
        if (this.which !== "small") break // the reader was quicker: everything stands already
        this.draw(view, ...parts)
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

    // Start with an image as recorded: draw every view anew.
    load(which) {
      clearInterval(this.timer)
      for (const [view, ...parts] of this.plan(which)) this.draw(view, ...parts)
      if (!this.cell(this.chosen)) this.chosen = ["maps", 0, 0, 0]
      this.update()
    }

    // The state at the start, and what each view shows of it.
    plan(which) {
      const image = this.images[which].map(row => [...row])
      this.which = which
      this.state = { image, y: 0, x: 0 }
      this.filled = new Set(["0,0"])
      const [C, H, W] = this.network.size
      const outputs = range(this.network.bias.length)
      const [rows, columns] = [image.length - H + 1, image[0].length - W - 1]
      this.compute()
      return [
        ["image", [{ rows: range(image.length), columns: range(image[0].length), at: (y, x) => [y, x] }]],
        ["maps", range(C).map(c =>
          ({ group: { c }, left: c * W, rows: range(H), columns: range(W), at: (r, k) => [c, r, k] }))],
        ["output", outputs.map(o =>
          ({ group: { o }, top: o * rows, rows: range(rows), columns: range(columns), at: (y, x) => [o, y, x] }))],
        ["kernel", outputs.flatMap(o => range(C).map(c => ({ group: { c, o }, top: o * H, left: c * W,
          rows: range(H), columns: range(W), at: (r, k) => [r, k, c, o] })))],
        ["weights", [{ head: i => i, rows: range(C * H * W), columns: outputs, at: (i, o) => [i, o] }], true],
      ]
    }

    // One view: a grid of groups of rows of cells. Every cell knows where it stands in the picture, for the arrow keys.
    draw(view, groups, turned = false) {
      const root = this.querySelector(`[data-view=${view}]`)
      const kept = this.cells?.[view]?.[0]?.tabIndex === 0
      root.replaceChildren(...groups.map(({ group, head, top = 0, left = 0, rows, columns, at }) => {
        const body = make("div", { role: "rowgroup" })
        if (group) {
          const name = fill(root.dataset.group, group)
          body.setAttribute("aria-label", name)
          body.append(make("div", { class: "dtc-name", "aria-hidden": "true" }, name))
        }
        body.append(...rows.map(row => {
          const line = make("div", { role: "row" })
          if (head) line.append(make("span", { role: "rowheader", class: "dtc-head" }, head(row)))
          line.append(...columns.map(column => {
            const cell = make("span", { role: "gridcell", tabindex: -1 })
            cell.at = [view, ...at(row, column)]
            cell.dataset.at = cell.at.join()
            cell.spot = turned ? [column, row] : [top + row, left + column]
            return cell
          }))
          return line
        }))
        return body
      }))
      this.cells = { ...this.cells, [view]: [...root.querySelectorAll("[role=gridcell]")] }
      if (!kept) this.cells[view][0].tabIndex = 0
    }

    cell(at) {
      return at && this.cells[at[0]]?.find(cell => cell.dataset.at === at.join())
    }

    at(node) {
      return node.closest?.("[role=gridcell]")?.at
    }

    // Compute everything from the image and the switches, and write it into the cells.
    update() {
      if (this.setting("image") !== this.which) return this.load(this.setting("image"))
      this.compute()
      for (const view of Object.keys(this.cells)) this.write(view)
      this.result()
      this.light()
    }

    compute() {
      const maps = this.network.maps(this.state.image)
      Object.assign(this.state, { order: this.setting("order"), formula: this.setting("formula"), maps })
    }

    write(view) {
      const { network, state: { order, formula } } = this
      const label = this.querySelector(`[data-view=${view}]`).dataset.cell
      for (const cell of this.cells[view]) {
        const facts = network.facts(view, cell.at.slice(1), order, formula)
        const value = this.value(cell.at)
        cell.textContent = value
        if (view === "kernel") cell.classList.toggle("is-wrong", facts.wrong)
        if (view === "image") cell.classList.toggle("is-on", value === "1")
        cell.dataset.channel = view === "kernel" ? network.cell[order][facts.i][0] : facts.c ?? ""
        const [, a, b, c] = cell.at
        cell.setAttribute("aria-label", fill(label, { a, b, c, ...facts, value }))
      }
    }

    value([view, ...at]) {
      const { network, state } = this
      if (view === "image") return short(state.image[at[0]][at[1]])
      if (view === "maps") return short(state.maps[at[0]][state.y + at[1]][state.x + at[2]])
      if (view === "weights") return short(network.weights[at[1]][at[0]])
      if (view === "kernel") return short(network.kernel(state.formula, ...at))
      if (!this.filled.has(`${at[1]},${at[2]}`)) return "–"
      return network.conv(state.maps, state.formula, at[1], at[2])[at[0]].toFixed(1)
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
      for (const node of this.querySelectorAll(".is-here, .is-kin, .is-should")) node.classList.remove("is-here", "is-kin", "is-should")
      const { key, say, kin, wrong = [] } = this.network.about(at, this.state)
      for (const other of kin) this.cell(other)?.classList.add("is-kin")
      for (const other of wrong) this.cell(other)?.classList.add("is-should")
      this.cell(at)?.classList.add("is-here")
      if (this.which === "larger") this.frame()
      const sentence = fill(this.words[key], say)
      const live = this.querySelector("[data-live]")
      if (live.textContent !== sentence) live.textContent = sentence
    }

    // Outline the window in the larger image, and its cell in the output.
    frame() {
      const { y, x } = this.state
      const [, H, W] = this.network.size
      const inside = ([, row, column]) => row >= y && row < y + H && column >= x && column < x + W + 2
      for (const cell of this.cells.image) cell.classList.toggle("is-window", inside(cell.at))
      for (const cell of this.cells.output) cell.classList.toggle("is-window", cell.at[2] === y && cell.at[3] === x)
    }

    choose(node) {
      const at = this.at(node)
      if (!at) return
      this.chosen = at
      for (const cell of this.cells[at[0]]) cell.tabIndex = cell === node ? 0 : -1
      if (at[0] === "output") this.move(at[2], at[3])
      else this.light()
    }

    // Put the window at (y, x); its output cells are then filled.
    move(y, x) {
      Object.assign(this.state, { y, x })
      this.filled.add(`${y},${x}`)
      this.update()
    }

    press({ target }) {
      const at = this.at(target)
      if (at) {
        const cell = this.cell(at)
        cell.focus({ preventScroll: true })
        if (at[0] === "image") this.toggle(at)
      }
      const action = target.closest("[data-do]")?.dataset.do
      if (action === "reset") this.load(this.which)
      if (action === "slide") this.slide()
    }

    toggle([, row, column]) {
      this.state.image[row][column] = 1 - this.state.image[row][column]
      this.update()
    }

    // Visit every window in turn; at once where the reader asked for less motion.
    slide() {
      if (!this.images.larger) return
      this.querySelector("input[name=image][value=larger]").checked = true
      if (this.which !== "larger") this.load("larger")
      clearInterval(this.timer)
      const places = this.cells.output.filter(cell => cell.at[1] === 0).map(cell => cell.at)
      this.filled.clear()
      const step = () => {
        const [view, o, y, x] = places.shift()
        this.chosen = [view, o, y, x]
        this.move(y, x)
        if (!places.length) clearInterval(this.timer)
      }
      step()
      if (this.still.matches) while (places.length) step()
      else this.timer = setInterval(step, 300)
    }

    key(event) {
      const at = this.at(event.target)
      if (!at || event.altKey || event.metaKey) return
      if (at[0] === "image" && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault()
        return this.toggle(at)
      }
      const cells = this.cells[at[0]]
      const [row, column] = this.cell(at).spot
      const inRow = cells.filter(cell => cell.spot[0] === row).sort((a, b) => a.spot[1] - b.spot[1])
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
      const next = step ? cells.find(({ spot }) => spot[0] === row + step[0] && spot[1] === column + step[1])
        : event.key === "Home" ? (event.ctrlKey ? cells[0] : inRow[0])
          : event.key === "End" ? (event.ctrlKey ? cells.at(-1) : inRow.at(-1)) : undefined
      if (step || next) event.preventDefault()
      next?.focus()
    }
  }

  customElements.define("dense-to-conv", DenseToConv)
}
