// The explorer's network, its arithmetic, and what each of its views shows. Knows nothing of the page.
widgets.network = (() => {
  const { range, short } = widgets
  const round = value => Math.round(value * 1e6) / 1e6

  class Network {
    // tables: { name: rows of numbers } as printed by snippets/explorer/network.py and order.py.
    constructor(tables) {
      this.image = tables["image"]
      this.filters = tables["filters, bias last"]
      this.bias = tables["dense bias"][0]
      this.outputs = range(this.bias.length)
      this.weights = this.bias.map((_, o) => tables[`W_dense[:, ${o}]`].flat())
      this.flat = {}
      this.cell = {}
      for (const order of ["H,W,C", "C,H,W"]) {
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
  }

  // One object a view. The state that it is asked about: { image, maps, order, formula, y, x }, where (y, x) is the
  // window's upper left corner, and `filled`, the windows visited so far. A view says
  //   plan(state)          the groups of cells to draw
  //   value(state, at)     what stands in a cell
  //   facts(state, at)     the names in its label, and what its look depends on: channel, wrong, on
  //   about(state, at)     its sentence { key, say }, its counterparts `kin`, and where they would belong, `wrong`
  //   act                  what pressing does, and `visit` what reaching does: a method of the explorer
  class View {
    constructor(network) {
      this.network = network
    }

    facts() {
      return {}
    }
  }

  class Image extends View {
    name = "image"
    act = "toggle"

    plan({ image }) {
      return [{ rows: range(image.length), columns: range(image[0].length), at: (y, x) => ["image", y, x] }]
    }

    value({ image }, [row, column]) {
      return short(image[row][column])
    }

    facts(state, at) {
      return { on: this.value(state, at) === "1" }
    }

    about({ image, y, x }, [row, column]) {
      const kin = []
      this.network.each((c, r, k) => {
        if (y + r === row && x + k <= column && column < x + k + 3) kin.push(["maps", c, r, k])
      })
      return { key: "image", say: { row, column, value: image[row][column], count: kin.length }, kin }
    }
  }

  class Output extends View {
    name = "output"
    visit = "move"

    plan({ image }) {
      const [, H, W] = this.network.size
      const [rows, columns] = [range(image.length - H + 1), range(image[0].length - W - 1)]
      return this.network.outputs.map(o =>
        ({ name: { o }, top: o * rows.length, rows, columns, at: (y, x) => ["output", o, y, x] }))
    }

    value({ maps, formula, filled }, [o, y, x]) {
      return filled.has(`${y},${x}`) ? this.network.conv(maps, formula, y, x)[o].toFixed(1) : "–"
    }

    about({ maps, order, formula }, [o, row, column]) {
      const [, H, W] = this.network.size
      const dense = short(this.network.dense(maps, order, row, column)[o])
      const value = short(this.network.conv(maps, formula, row, column)[o])
      const kin = this.network.outputs.filter(other => other !== o).map(other => ["output", other, row, column])
      const say = { o, row, column, bottom: row + H - 1, right: column + W + 1, value, dense }
      return { key: dense === value ? "output" : "output-wrong", say, kin }
    }
  }

  // Maps, Dense weights and kernel meet in one cell of the maps (c, r, k), which `cell` finds.
  // i: the row of W_dense that multiplies it, or, of a kernel cell, the row that it holds; j: the row that Dense
  // has there. (R, K, C): where row i lands in the kernel. o: the output, where the view has one.
  class Meeting extends View {
    facts({ order, formula }, at) {
      const { flat, cell, weights } = this.network
      const [c, r, k, o] = this.cell(order, at)
      const j = flat[order][c][r][k]
      const i = this.row(formula, c, r, k) ?? j
      const [C, R, K] = cell[formula][i]
      const facts = { c, r, k, i, j, C, R, K, wrong: flat[formula][c][r][k] !== j, channel: c }
      return o === undefined ? facts : { ...facts, o, w: weights[o][i], w_right: weights[o][j] }
    }

    row() {}

    about(state, at) {
      const { image, maps, order, formula, y, x } = state
      const facts = this.facts(state, at)
      const { c, r, k, i, o } = facts
      const terms = this.network.terms(image, c, y + r, x + k)
      const v = maps[c][y + r][x + k]
      const say = {
        order, formula, ...facts, v: short(v), product: short(v * facts.w), sum: this.network.spell(order, c, r, k),
        terms: [...terms.map(([pixel, weight]) => `${pixel} × ${weight}`), this.network.filters[c].at(-1)].join(" + "),
      }
      const outputs = o === undefined ? this.network.outputs : [o]
      const kin = [["maps", c, r, k], ...terms.map((_, j) => ["image", y + r, x + k + j])]
      for (const out of outputs) {
        say[`w${out}`] = this.network.weights[out][i]
        kin.push(["weights", i, out], ["kernel", facts.R, facts.K, facts.C, out])
      }
      if (!facts.wrong) return { key: this.name, say, kin }
      return { key: `${this.name}-wrong`, say, kin, wrong: outputs.map(out => this.belongs(facts, out)) }
    }

    belongs({ c, r, k }, out) {
      return ["kernel", r, k, c, out]
    }
  }

  class Maps extends Meeting {
    name = "maps"

    plan() {
      const [C, H, W] = this.network.size
      return range(C).map(c =>
        ({ name: { c }, left: c * W, rows: range(H), columns: range(W), at: (r, k) => ["maps", c, r, k] }))
    }

    value({ maps, y, x }, [c, r, k]) {
      return short(maps[c][y + r][x + k])
    }

    cell(order, at) {
      return at
    }
  }

  class Weights extends Meeting {
    name = "weights"
    turned = true

    plan() {
      const rows = range(this.network.weights[0].length)
      return [{ head: i => i, rows, columns: this.network.outputs, at: (i, o) => ["weights", i, o] }]
    }

    value(state, [i, o]) {
      return short(this.network.weights[o][i])
    }

    cell(order, [i, o]) {
      return [...this.network.cell[order][i], o]
    }
  }

  class Kernel extends Meeting {
    name = "kernel"

    plan() {
      const [C, H, W] = this.network.size
      return this.network.outputs.flatMap(o => range(C).map(c => ({ name: { c, o }, top: o * H, left: c * W,
        rows: range(H), columns: range(W), at: (r, k) => ["kernel", r, k, c, o] })))
    }

    value({ formula }, at) {
      return short(this.network.kernel(formula, ...at))
    }

    cell(order, [r, k, c, o]) {
      return [c, r, k, o]
    }

    row(formula, c, r, k) {
      return this.network.flat[formula][c][r][k]
    }

    // A cell's colour is that of the channel whose weight it holds.
    facts(state, at) {
      const facts = super.facts(state, at)
      return { ...facts, channel: this.network.cell[state.order][facts.i][0], struck: facts.wrong }
    }

    belongs({ j }, out) {
      return ["weights", j, out]
    }
  }

  // In the order in which they are drawn.
  const views = network => Object.fromEntries(
    [Image, Maps, Output, Kernel, Weights].map(View => new View(network)).map(view => [view.name, view]))

  return { Network, views }
})()
