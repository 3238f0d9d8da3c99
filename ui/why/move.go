package why

import tea "charm.land/bubbletea/v2"

// move goes to the next finding, and past the last one on through the blind
// spots.
func (w *Why) move(d int) {
	last := len(w.findings) - 1
	w.moved = true
	switch {
	case d > 0 && w.cursor < last:
		w.cursor++
	case d > 0:
		w.scroll(1)
		return
	case w.cursor < len(w.tops) && w.offset > w.tops[w.cursor]:
		w.scroll(-1)
		return
	case w.cursor > 0:
		w.cursor--
	default:
		w.scroll(-1)
		return
	}
	w.reveal()
}

// reveal scrolls until the finding under the cursor is in view.
func (w *Why) reveal() {
	if w.cursor >= len(w.tops) {
		return
	}
	top, end := w.tops[w.cursor], w.ends[w.cursor]
	if end > w.offset+w.room {
		w.offset = end - w.room
	}
	if top < w.offset {
		w.offset = top
	}
	if w.cursor == 0 {
		w.offset = min(w.offset, 0)
	}
}

func (w *Why) scroll(d int) { w.offset = min(max(w.offset+d, 0), max(w.lines-w.room, 0)) }

// click selects the finding at a cell of the box; a click on the selected one
// picks it.
func (w *Why) click(_, y int) tea.Cmd {
	line := y - 1 + w.offset
	if y < 1 || y > w.room {
		return nil
	}
	for i := range min(len(w.tops), len(w.findings)) {
		if line >= w.tops[i] && line < w.ends[i] {
			if i == w.cursor {
				return w.choose(i)
			}
			w.cursor, w.moved = i, true
			return nil
		}
	}
	return nil
}
