package jsonview

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
)

// StartSearch opens the search field.
func (v *View) StartSearch() {
	v.asking = true
	v.find.SetValue(v.query)
	v.find.Focus()
	v.clamp()
}

// ask handles what is typed into the search field: the cursor follows.
func (v *View) ask(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, v.keys.Close, v.keys.Cancel):
			v.asking = false
			v.find.Blur()
			v.search("")
			return nil
		case key.Matches(k, v.keys.Submit):
			v.asking = false
			v.find.Blur()
			return nil
		}
	}
	cmd := v.find.Update(msg)
	if q := v.find.Value(); q != v.query {
		v.SetSearch(q)
	}
	return cmd
}

// SetSearch marks the keys and values that hold q, whatever the case of its
// letters, and goes to the first from the cursor on.
func (v *View) SetSearch(q string) {
	v.search(q)
	if len(v.matches) == 0 {
		return
	}
	n, _ := v.at()
	i, _ := slices.BinarySearch(v.matches, n)
	v.show(v.matches[i%len(v.matches)])
}

// ClearSearch forgets the search; it reports whether there was one.
func (v *View) ClearSearch() bool {
	had := v.query != ""
	v.search("")
	return had
}

func (v *View) search(q string) {
	v.query = q
	v.matches = v.matches[:0]
	if q == "" {
		return
	}
	low := bytes.ToLower([]byte(q))
	for i := range v.nodes {
		if v.holds(i, low) {
			v.matches = append(v.matches, int32(i))
		}
	}
}

// holds reports whether the key or the scalar of node i has low in it.
func (v *View) holds(i int, low []byte) bool {
	n := v.nodes[i]
	if n.keyEnd > n.keyStart && contains(v.raw[n.keyStart:n.keyEnd], low) {
		return true
	}
	return n.kind > array && contains(v.raw[n.start:n.end], low)
}

func contains(lit, low []byte) bool {
	if len(lit) > 0 && lit[0] == '"' {
		if bytes.IndexByte(lit, '\\') >= 0 {
			lit = []byte(unquote(lit))
		} else {
			lit = lit[1 : len(lit)-1]
		}
	}
	return bytes.Contains(bytes.ToLower(lit), low)
}

// Next goes to the next match, from the last to the first.
func (v *View) Next() { v.step(1) }

// Prev goes to the match before.
func (v *View) Prev() { v.step(-1) }

func (v *View) step(d int) {
	if len(v.matches) == 0 {
		return
	}
	n, _ := v.at()
	i, on := slices.BinarySearch(v.matches, n)
	if d > 0 && on {
		i++
	}
	if d < 0 {
		i--
	}
	v.show(v.matches[(i+len(v.matches))%len(v.matches)])
}

// show unfolds what hides node n and puts the cursor on it.
func (v *View) show(n int32) {
	for p := v.nodes[n].parent; p >= 0; p = v.nodes[p].parent {
		if v.folded[p] {
			delete(v.folded, p)
			v.stale = true
		}
	}
	v.cursor = max(slices.Index(v.layout(), n), 0)
	v.clamp()
}

// Matches returns the number of matches and which of them the cursor is on,
// counted from 1, 0 for none.
func (v *View) Matches() (n, current int) {
	at, ok := v.at()
	if i, on := slices.BinarySearch(v.matches, at); ok && on {
		current = i + 1
	}
	return len(v.matches), current
}

func (v *View) searchLine() string {
	n, cur := v.Matches()
	count := fmt.Sprintf("%d of %d", cur, n)
	if n == 0 {
		count = "no match"
	}
	if strings.TrimSpace(v.find.Value()) == "" {
		count = ""
	}
	room := max(v.w-2-safetext.Width(count)-1, 4)
	field := v.find.View(room)
	if !v.asking {
		field = v.st.P.Muted.Apply(safetext.FitBy(v.st.Cells, safetext.String(v.query), room))
	}
	line := v.st.P.Prompt.Apply("/ ") + field + " " + v.st.P.Faint.Apply(count)
	return safetext.TruncateBy(v.st.Cells, line, v.w)
}

// Cursor returns the text cursor of the search field.
func (v *View) Cursor() (x, y int, ok bool) {
	if !v.asking {
		return 0, 0, false
	}
	x, ok = v.find.Cursor(max(v.w-12, 4))
	return x + 2, v.h - 1, ok
}
