package form

import (
	"fmt"

	"usher/internal/safetext"
	"usher/styles"
)

func (c *choice) rows(w int, focused bool) []row {
	st := c.f.st
	if !c.open {
		text, p := c.shownTitle(), st.P.Text
		if text == "" {
			text, p = c.field.Placeholder, st.P.Placeholder
		}
		if text == "" {
			text = "—"
		}
		text = safetext.TruncateBy(st.Cells, safetext.Plain(safetext.String(text)), w-2)
		return []row{{text: c.f.mark("▾ ", focused) + p.Apply(text), entry: 0}}
	}
	out := []row{{text: c.f.mark("▾ ", focused) + c.query.View(w-2), entry: noEntry}}
	out = append(out, c.list(w)...)
	if note, p := c.note(); note != "" {
		out = append(out, row{text: "  " + p.Apply(safetext.TruncateBy(st.Cells, note, w-2)), entry: noEntry})
	}
	return out
}

// list draws the part of the entries around the cursor.
func (c *choice) list(w int) []row {
	c.top = min(c.top, c.at)
	c.top = max(c.top, c.at-listRows+1)
	end := min(c.top+listRows, len(c.shown))
	var out []row
	for i := c.top; i < end; i++ {
		out = append(out, row{text: c.entry(c.shown[i], i == c.at, w), entry: i})
	}
	return out
}

func (c *choice) entry(e Entry, on bool, w int) string {
	st := c.f.st
	title, tail := st.P.Text, e.Hint
	if e.Off != "" {
		title, tail = st.P.Faint, e.Off
	}
	sign := "  "
	if on {
		sign = st.P.Accent.Apply("▸ ")
		if e.Off == "" {
			title = st.P.Strong
		}
	}
	room := w - 2
	tail = safetext.TruncateBy(st.Cells, safetext.Plain(tail), max(room*2/3, 0))
	if tail == "" {
		return sign + title.Apply(safetext.FitBy(st.Cells, e.Title, room))
	}
	name := safetext.FitBy(st.Cells, e.Title, max(room-safetext.WidthBy(st.Cells, tail)-1, 1))
	return sign + title.Apply(name) + " " + st.P.Faint.Apply(tail)
}

// note is the line under the list: what is wrong, or how the list goes on.
func (c *choice) note() (string, styles.Paint) {
	st := c.f.st
	switch {
	case c.why != "":
		return c.why, st.P.Warning
	case c.failed != "":
		return c.failed, st.P.Danger
	case c.searching:
		return "searching…", st.P.Faint
	case len(c.shown) == 0:
		return "nothing matches", st.P.Faint
	case len(c.shown) > listRows:
		return fmt.Sprintf("%d of %d", c.at+1, len(c.shown)), st.P.Faint
	}
	return "", st.P.Faint
}

// cursor implements control.
func (c *choice) cursor(w int) (x, y int, ok bool) {
	if !c.open {
		return 0, 0, false
	}
	x, ok = c.query.Cursor(w - 2)
	return x + 2, 0, ok
}
