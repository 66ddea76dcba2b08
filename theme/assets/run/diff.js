// Two texts, line by line: [" " | "-" | "+", line] for what both have, only the first, only the second.
const MOST = 2000 // lines; beyond, what is the same at both ends is taken off, and the rest shown whole

export const difference = (one, other) => {
  const [a, b] = [one, other].map(text => text.replace(/\n$/, "").split("\n"))
  const start = []
  while (a.length && b.length && a[0] === b[0]) {
    a.shift()
    start.push([" ", b.shift()])
  }
  const end = []
  while (a.length && b.length && a.at(-1) === b.at(-1)) {
    a.pop()
    end.unshift([" ", b.pop()])
  }
  return [...start, ...middle(a, b), ...end]
}

const middle = (a, b) => {
  if (a.length > MOST || b.length > MOST) return [...a.map(line => ["-", line]), ...b.map(line => ["+", line])]
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let k = b.length - 1; k >= 0; k--) {
      length[i][k] = a[i] === b[k] ? length[i + 1][k + 1] + 1 : Math.max(length[i + 1][k], length[i][k + 1])
    }
  }
  const found = []
  let [i, k] = [0, 0]
  while (i < a.length || k < b.length) {
    if (i < a.length && k < b.length && a[i] === b[k]) found.push([" ", a[i++], k++])
    else if (i < a.length && (k === b.length || length[i + 1][k] >= length[i][k + 1])) found.push(["-", a[i++]])
    else found.push(["+", b[k++]])
  }
  return found.map(([sign, line]) => [sign, line])
}
