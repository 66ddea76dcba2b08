// What the site's widgets share: numbers from the recorded outputs on the page, words from the markup
// inside the element, and a grid of cells that mouse, keyboard and screen reader can use.
// Plain scripts without imports, so that they also run from a folder (file:), where browsers refuse
// modules; they meet under one name, `widgets`.
const widgets = (() => {
  const range = n => Array.from({ length: n }, (_, i) => i)
  const short = value => String(Math.round(value * 10) / 10)
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name])

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

  // The sentences of an element, by the name in data-say: its <template>s.
  const words = element => Object.fromEntries([...element.querySelectorAll("template[data-say]")]
    .map(template => [template.dataset.say, template.content.textContent.trim().replace(/\s+/g, " ")]))

  // A screen reader hears a sentence once, when it changes.
  const say = (node, sentence) => {
    if (node.textContent !== sentence) node.textContent = sentence
  }

  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
    node.append(...children)
    return node
  }

  // Groups of rows of cells in an element with role="grid": one stop for Tab, arrow keys inside.
  class Grid {
    constructor(root) {
      this.root = root
      this.cells = []
    }

    // A group: { name, label, head, top, left, rows, columns, at }. Its name is seen, its label (the name, unless
    // given) is heard. at(row, column) is the cell's own address; its spot is where it stands in the picture
    // (turned: rows stand upright), for the arrow keys.
    draw(groups, turned = false) {
      const kept = this.cells[0]?.tabIndex === 0
      this.root.replaceChildren(...groups.map(group => this.group(group, turned)))
      this.cells = [...this.root.querySelectorAll("[role=gridcell]")]
      if (!kept) this.cells[0].tabIndex = 0
    }

    group({ name, label = name, head, top = 0, left = 0, rows, columns, at }, turned) {
      const body = make("div", { role: "rowgroup" })
      if (name) {
        body.setAttribute("aria-label", label)
        body.append(make("div", { class: "dtc-name", "aria-hidden": "true" }, name))
      }
      body.append(...rows.map(row => {
        const line = make("div", { role: "row" })
        if (head) line.append(make("span", { role: "rowheader", class: "dtc-head" }, head(row)))
        line.append(...columns.map(column => {
          const cell = make("span", { role: "gridcell", tabindex: -1 })
          cell.at = at(row, column)
          cell.dataset.at = cell.at.join()
          cell.spot = turned ? [column, row] : [top + row, left + column]
          return cell
        }))
        return line
      }))
      return body
    }

    find(at) {
      return this.cells.find(cell => cell.dataset.at === at.join())
    }

    // Tab comes back to this cell.
    stop(at) {
      for (const cell of this.cells) cell.tabIndex = cell.dataset.at === at.join() ? 0 : -1
    }

    // The arrow keys go from cell to cell, Home and End along the row.
    key(event, cell) {
      const [row, column] = cell.spot
      const inRow = this.cells.filter(({ spot }) => spot[0] === row).sort((a, b) => a.spot[1] - b.spot[1])
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
      const next = step ? this.cells.find(({ spot }) => spot[0] === row + step[0] && spot[1] === column + step[1])
        : event.key === "Home" ? (event.ctrlKey ? this.cells[0] : inRow[0])
          : event.key === "End" ? (event.ctrlKey ? this.cells.at(-1) : inRow.at(-1)) : undefined
      if (step || next) event.preventDefault()
      next?.focus()
    }
  }

  // The cell that an event happened in, if any.
  const cellOf = node => node.closest?.("[role=gridcell]") ?? undefined

  return { range, short, fill, read, recorded, words, say, make, Grid, cellOf }
})()
