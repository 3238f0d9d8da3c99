package table

import "slices"

// markWidth is the room before the first column: the mark and a blank.
const markWidth = 2

// Placed is a column that has room.
type Placed struct {
	Column
	Index int // of the column and of its cells
	X     int // first cell
	Width int // in cells
}

// Layout is the columns that have room, from left to right.
type Layout struct {
	Columns []Placed
	Width   int
}

// Layout returns where the columns stand at the present width.
func (t *Table) Layout() Layout {
	t.prepare()
	return t.lay
}

// Arrange gives the columns their widths in w cells: those that do not fit go
// by falling priority, the room left over is shared by weight up to Max.
func Arrange(cols []Column, w int) Layout {
	in := make([]int, len(cols))
	for i := range cols {
		in[i] = i
	}
	for len(in) > 1 && need(cols, in) > w {
		worst := 0
		for k, i := range in {
			if cols[i].Priority >= cols[in[worst]].Priority {
				worst = k
			}
		}
		in = slices.Delete(in, worst, worst+1)
	}
	width := make([]int, len(cols))
	spare := w - need(cols, in)
	free := make([]int, 0, len(in))
	for _, i := range in {
		width[i] = cols[i].Min
		if cols[i].Want == 0 {
			free = append(free, i)
			continue
		}
		more := max(min(cols[i].Want-width[i], spare), 0)
		width[i] += more
		spare -= more
	}
	share(cols, free, width, spare)

	lay := Layout{Width: w}
	x := markWidth
	for _, i := range in {
		cw := min(width[i], max(w-x, 0))
		lay.Columns = append(lay.Columns, Placed{Column: cols[i], Index: i, X: x, Width: cw})
		x += cw + 1
	}
	return lay
}

// need is the least width of the columns in, with mark and gaps.
func need(cols []Column, in []int) int {
	n := markWidth + max(len(in)-1, 0)
	for _, i := range in {
		n += cols[i].Min
	}
	return n
}

// share spreads spare cells by weight; what a full column cannot take goes to
// the others.
func share(cols []Column, in, width []int, spare int) {
	for spare > 0 {
		total := 0
		for _, i := range in {
			if room(cols[i], width[i]) {
				total += cols[i].Weight
			}
		}
		if total == 0 {
			return
		}
		given := 0
		for _, i := range in {
			if cols[i].Weight == 0 || !room(cols[i], width[i]) {
				continue
			}
			n := spare * cols[i].Weight / total
			if cols[i].Max > 0 {
				n = min(n, cols[i].Max-width[i])
			}
			width[i] += n
			given += n
		}
		if given == 0 { // fewer cells than columns: the first takes them
			for _, i := range in {
				if cols[i].Weight > 0 && room(cols[i], width[i]) {
					width[i]++
					given = 1
					break
				}
			}
		}
		spare -= given
	}
}

func room(c Column, w int) bool { return c.Max == 0 || w < c.Max }
