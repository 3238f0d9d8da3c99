// Package helpview is the help: every key by where it counts, searchable by
// word and by key. It is a dialog for the stack.
package helpview

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
	"usher/ui/components/prose"
)

// Row is one line of the help.
type Row struct {
	Scope string
	// Keys are shown joined; Names are the keys as bound, for finding.
	Keys, Names []string
	Desc        string
	// Off is why it cannot be used now; "" when it can.
	Off string
}

// Rows makes the rows of a key map, binding by binding; those with equal
// words in one scope are put together, views 1 to 9 become one row.
func Rows(m *keymap.Map) []Row {
	var out []Row
	views := Row{Scope: keymap.Global.String(), Desc: "view 1 to 9"}
	bindings := m.Bindings()
	slices.SortStableFunc(bindings, func(a, b keymap.Entry) int { return int(a.Scope - b.Scope) })
	for _, e := range bindings {
		h := e.Binding.Help()
		if h.Key == "" || !e.Binding.Enabled() {
			continue
		}
		if strings.HasPrefix(e.ID, "view.") && len(e.ID) == len("view.1") {
			views.Names = append(views.Names, e.Binding.Keys()...)
			continue
		}
		row := Row{Scope: e.Scope.String(), Names: e.Binding.Keys(), Desc: h.Desc}
		for _, k := range row.Names {
			row.Keys = append(row.Keys, keymap.Name(k))
		}
		out = add(out, row)
	}
	if len(views.Names) > 0 {
		views.Keys = []string{keymap.Name(views.Names[0]) + "–" + keymap.Name(views.Names[len(views.Names)-1])}
		out = append(out, views)
	}
	return out
}

// add appends a row, or joins it to one that has the same keys: the verb of
// such an action follows the user's state.
func add(rows []Row, r Row) []Row {
	for i := range rows {
		if rows[i].Scope == r.Scope && slices.Equal(rows[i].Names, r.Names) {
			rows[i].Desc += " or " + r.Desc
			return rows
		}
	}
	return append(rows, r)
}

// Help is the component; call [New].
type Help struct {
	st     *styles.Styles
	keys   *keymap.Map
	rows   []Row
	word   string
	in     *input.Input
	offset int
	lines  int // of the last view
	room   int
	curX   int
	done   bool
}

// New makes the help of these rows; word is what is looked for at first.
func New(rows []Row, word string) *Help { return &Help{rows: rows, word: word} }

// ID implements dialog.Dialog.
func (h *Help) ID() string { return "help" }

// Done implements dialog.Dialog.
func (h *Help) Done() bool { return h.done }

// Attach implements dialog.Dialog.
func (h *Help) Attach(st *styles.Styles, keys *keymap.Map, _ string) {
	h.st, h.keys = st, keys
	if h.in != nil {
		h.in.SetStyles(st)
		return
	}
	h.in = input.New(st, input.WithPlaceholder("a word, or a key such as L or ctrl+d"))
	h.in.SetValue(h.word)
	h.in.Focus()
}

// Update implements dialog.Dialog.
func (h *Help) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			h.scroll(-3)
		} else {
			h.scroll(3)
		}
		return nil
	case tea.KeyPressMsg:
		switch {
		case key.Matches(m, h.keys.Cancel):
			h.done = true
		case key.Matches(m, h.keys.Close):
			if h.in.Value() == "" {
				h.done = true
			}
			h.in.SetValue("")
			h.offset = 0
		case key.Matches(m, h.keys.Help) && h.in.Value() == "":
			h.done = true
		case key.Matches(m, h.keys.ItemUp):
			h.scroll(-1)
		case key.Matches(m, h.keys.ItemDown):
			h.scroll(1)
		case key.Matches(m, h.keys.ItemPageUp):
			h.scroll(-h.room)
		case key.Matches(m, h.keys.ItemPageDown):
			h.scroll(h.room)
		default:
			before := h.in.Value()
			h.in.Update(m)
			if h.in.Value() != before {
				h.offset = 0
			}
		}
	default:
		h.in.Update(msg)
	}
	return nil
}

func (h *Help) scroll(d int) { h.offset = min(max(h.offset+d, 0), max(h.lines-h.room, 0)) }

// find returns the rows for what was typed: those bound to that key first,
// then those whose words begin with all the words typed, then those that hold
// them anywhere. A single letter that is a key asks for that key alone.
func (h *Help) find(q string) []Row {
	q = strings.TrimSpace(q)
	var byKey, starts, holds []Row
	for _, r := range h.rows {
		switch rank(r, q) {
		case 1:
			byKey = append(byKey, r)
		case 2:
			starts = append(starts, r)
		case 3:
			holds = append(holds, r)
		}
	}
	if len([]rune(q)) == 1 && len(byKey) > 0 {
		return byKey
	}
	return append(append(byKey, starts...), holds...)
}

func rank(r Row, q string) int {
	if slices.Contains(r.Names, q) || slices.Contains(r.Keys, q) || slices.Contains(r.Names, strings.ToLower(q)) && len(q) > 1 {
		return 1
	}
	if len([]rune(q)) == 1 && slices.ContainsFunc(r.Keys, func(k string) bool { return strings.HasSuffix(k, " "+q) }) {
		return 1 // the last of two keys
	}
	keys := strings.Join(r.Keys, " ")
	text := strings.ToLower(r.Desc + " " + keys + " " + strings.ReplaceAll(keys, ":", " ") + " " + r.Scope)
	best := 2
	for _, w := range strings.Fields(strings.ToLower(q)) {
		if !strings.Contains(text, w) {
			return 0
		}
		if !strings.HasPrefix(text, w) && !strings.Contains(text, " "+w) {
			best = 3
		}
	}
	return best
}

// View implements dialog.Dialog.
func (h *Help) View(w, height int) string {
	inner := min(w-6, 110)
	if inner < 10 || height < 6 {
		return ""
	}
	var body []string
	if q := h.in.Value(); strings.TrimSpace(q) != "" {
		body = h.list(h.find(q), inner)
	} else {
		body = h.columns(inner)
	}
	h.lines, h.room = len(body), max(height-6, 1)
	h.scroll(0)
	end := min(h.offset+h.room, len(body))
	lines := []string{h.field(inner), ""}
	lines = append(lines, body[h.offset:end]...)
	for len(lines) < h.room+2 && len(lines) < len(h.columns(inner))+2 {
		lines = append(lines, "") // the box keeps its height while searching
	}
	lines = append(lines, "", h.footer(end < len(body)))
	return h.box(lines, inner)
}

func (h *Help) field(w int) string {
	h.curX, _ = h.in.Cursor(w - 2)
	return h.st.P.Prompt.Apply("/ ") + h.in.View(w-2)
}

// Cursor implements dialog.Dialog.
func (h *Help) Cursor() (x, y int, ok bool) { return h.curX + 5, 1, true }

func (h *Help) footer(more bool) string {
	s := h.st.P.Key.Apply(h.keys.Close.Help().Key) + h.st.P.KeyDesc.Apply(" close")
	if more || h.offset > 0 {
		s += "   " + h.st.P.Key.Apply("↑↓") + h.st.P.KeyDesc.Apply(" more")
	}
	return s
}

func (h *Help) box(lines []string, inner int) string {
	var b strings.Builder
	p := h.st.P.BorderFocus
	b.WriteString(p.Apply("╭─") + h.st.P.Title.Apply(" Help ") + p.Apply(strings.Repeat("─", inner+4-7)+"╮"))
	for _, l := range lines {
		pad := max(inner-safetext.WidthBy(h.st.Cells, l), 0)
		b.WriteString("\n" + p.Apply("│") + "  " + l + strings.Repeat(" ", pad+2) + p.Apply("│"))
	}
	b.WriteString("\n" + p.Apply("╰"+strings.Repeat("─", inner+4)+"╯"))
	return b.String()
}

// list draws found rows with their scope.
func (h *Help) list(rows []Row, w int) []string {
	if len(rows) == 0 {
		return []string{h.st.P.Faint.Apply("No key and no word matches.")}
	}
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		lines := h.row(r, w-12, keyWidth(rows))
		lines[0] += " " + h.st.P.Faint.Apply(safetext.Truncate(r.Scope, 11))
		out = append(out, lines...)
	}
	return out
}

// row draws one row in lines of exactly w cells: what does not fit beside the
// keys goes on below, for the help hides nothing.
func (h *Help) row(r Row, w, kw int) []string {
	kp, dp := h.st.P.Key, h.st.P.Text
	desc := r.Desc
	if r.Off != "" {
		kp, dp = h.st.P.Faint, h.st.P.Faint
		desc += " (" + r.Off + ")"
	}
	room := max(w-kw-2, 1)
	var out []string
	keys := shown(r)
	if safetext.Width(keys) > kw {
		out, keys = append(out, kp.Apply(safetext.FitBy(h.st.Cells, keys, w))), ""
	}
	for _, part := range prose.Wrap(h.st.Cells, desc, room) {
		out = append(out, kp.Apply(safetext.Fit(keys, kw))+"  "+dp.Apply(safetext.FitBy(h.st.Cells, part, room)))
		keys = ""
	}
	return out
}

func shown(r Row) string { return strings.Join(r.Keys, " ") }

func keyWidth(rows []Row) int {
	kw := 4
	for _, r := range rows {
		kw = max(kw, min(safetext.Width(shown(r)), 16))
	}
	return kw
}

// columns draws all rows by scope, in as many columns as have room.
func (h *Help) columns(w int) []string {
	const least = 34
	n := min(max((w+3)/(least+3), 1), 3)
	cw := (w - 3*(n-1)) / n
	blocks := h.blocks(cw)
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	// Blocks are put where they keep the columns level, in order.
	cols := make([][]string, n)
	c := 0
	for _, b := range blocks {
		if c < n-1 && len(cols[c]) > 0 && len(cols[c])+len(b)/2 > (total+n-1)/n {
			c++
		}
		cols[c] = append(cols[c], b...)
	}
	height := 0
	for _, col := range cols {
		height = max(height, len(col))
	}
	out := make([]string, height)
	for y := range out {
		for i, col := range cols {
			cell := strings.Repeat(" ", cw)
			if y < len(col) {
				cell = col[y]
			}
			if i > 0 {
				out[y] += "   "
			}
			out[y] += cell
		}
	}
	return out
}

// blocks draws each scope: a heading, its rows, a blank line.
func (h *Help) blocks(cw int) [][]string {
	var order []string
	by := map[string][]Row{}
	for _, r := range h.rows {
		if _, ok := by[r.Scope]; !ok {
			order = append(order, r.Scope)
		}
		by[r.Scope] = append(by[r.Scope], r)
	}
	out := make([][]string, 0, len(order))
	for _, scope := range order {
		rows := by[scope]
		b := []string{h.st.P.Title.Apply(scope) + strings.Repeat(" ", max(cw-safetext.Width(scope), 0))}
		for _, r := range rows {
			b = append(b, h.row(r, cw, keyWidth(rows))...)
		}
		out = append(out, append(b, strings.Repeat(" ", cw)))
	}
	return out
}
