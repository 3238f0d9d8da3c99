package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
)

const (
	maxBox = 76 // cells; longer lines are hard to read
	minBox = 40
	frameX = 6 // border and two blanks on each side
)

// span is a piece of a line with its paint; the text is inert.
type span struct {
	text  string
	paint styles.Paint
}

// line is one drawn line of a box.
type line []span

func text(s string, p styles.Paint) line { return line{{s, p}} }

// wrap breaks s at blanks into lines of at most w cells; the lines after the
// first are indented as far as the first's prefix.
func wrap(prefix, s string, w int, p, prefixPaint styles.Paint) []line {
	pad := strings.Repeat(" ", safetext.Width(prefix))
	room := max(w-safetext.Width(prefix), 8)
	var out []line
	for _, part := range breakWords(s, room) {
		if len(out) == 0 {
			out = append(out, line{{prefix, prefixPaint}, {part, p}})
			continue
		}
		out = append(out, line{{pad, styles.Paint{}}, {part, p}})
	}
	return out
}

// breakWords fills lines of at most w cells; a word longer than a line is cut
// into pieces, for nothing of it may be hidden.
func breakWords(s string, w int) []string {
	var out []string
	cur := ""
	for _, word := range strings.Fields(s) {
		for safetext.Width(word) > w {
			if cur != "" {
				out, cur = append(out, cur), ""
			}
			head := strings.TrimSuffix(safetext.Truncate(word, w+1), "…")
			if head == "" || len(head) >= len(word) {
				break
			}
			out, word = append(out, head), word[len(head):]
		}
		switch {
		case cur == "":
			cur = word
		case safetext.Width(cur)+1+safetext.Width(word) <= w:
			cur += " " + word
		default:
			out, cur = append(out, cur), word
		}
	}
	if cur != "" || len(out) == 0 {
		out = append(out, cur)
	}
	return out
}

// frame is what a box is made of: a body that scrolls, and below it lines
// that always stay.
type frame struct {
	title string
	paint styles.Paint // of border and title
	right line         // stands in the border on the right
	body  func(w int) []line
	fixed func(w int) []line
	want  int // inner width asked for, in cells
	limit int // widest inner width; 0 for that of easy reading
}

// inner returns the room for text on a screen of w cells.
func (f *frame) inner(w int) int {
	if f.limit == 0 {
		return innerWidth(f.want, w)
	}
	return min(max(f.want, minBox-frameX), f.limit, w-frameX)
}

// innerWidth returns the room for text in a box on a screen of w cells.
func innerWidth(want, w int) int {
	return min(max(want, minBox-frameX), maxBox-frameX, w-frameX)
}

// draw draws the frame in at most w×h cells. Scroll is brought into range.
// top is the line of the box on which the fixed part begins.
func (b *base) draw(f frame, w, h int) (box string, top int) {
	inner := f.inner(w)
	if inner < 8 || h < 5 {
		return "", 0
	}
	body, fixed := f.body(inner), f.fixed(inner)
	blank := 1 // above the body and between the parts, if there is room
	if len(body)+len(fixed)+4 > h {
		blank = 0
	}
	room := max(h-2-2*blank-len(fixed), 0)
	more := len(body) - room
	b.scroll = min(max(b.scroll, 0), max(more, 0))
	shown := body
	if more > 0 {
		shown = body[b.scroll : b.scroll+room]
	}
	var sb strings.Builder
	b.border(&sb, f, inner)
	rows := make([]line, 0, len(shown)+len(fixed)+2*blank)
	if blank > 0 {
		rows = append(rows, nil)
	}
	rows = append(rows, shown...)
	if blank > 0 {
		rows = append(rows, nil)
	}
	top = len(rows) + 1
	rows = append(rows, fixed...)
	for _, l := range rows {
		b.row(&sb, f.paint, l, inner)
	}
	b.bottom(&sb, f.paint, inner, more > 0, len(body)-b.scroll-room)
	return sb.String(), top
}

func (b *base) border(sb *strings.Builder, f frame, inner int) {
	room := inner + frameX - 4 // between the corners and their dashes
	right := 0
	for _, s := range f.right {
		right += b.width(s.text)
	}
	if right > 0 {
		right += 2
	}
	title := " " + f.title + " "
	if b.width(title)+1+right > room {
		right = 0
	}
	title = safetext.TruncateBy(b.st.Cells, title, room)
	p := f.paint
	sb.WriteString(p.Apply("╭─"))
	sb.WriteString(b.st.P.Strong.Open + p.Apply(title) + b.st.P.Strong.Close)
	sb.WriteString(p.Apply(strings.Repeat("─", max(room-b.width(title)-right, 0))))
	if right > 0 {
		sb.WriteByte(' ')
		for _, s := range f.right {
			sb.WriteString(s.paint.Apply(s.text))
		}
		sb.WriteByte(' ')
	}
	sb.WriteString(p.Apply("─╮"))
}

func (b *base) bottom(sb *strings.Builder, p styles.Paint, inner int, scrolls bool, below int) {
	span := inner + frameX - 2
	hint := ""
	if scrolls {
		hint = " ↑↓ "
		if below > 0 {
			hint = " ↓ more "
		}
	}
	sb.WriteByte('\n')
	sb.WriteString(p.Apply("╰" + strings.Repeat("─", max(span-1-b.width(hint), 0))))
	sb.WriteString(b.st.P.Muted.Apply(hint))
	sb.WriteString(p.Apply("─╯"))
}

func (b *base) row(sb *strings.Builder, p styles.Paint, l line, inner int) {
	sb.WriteByte('\n')
	sb.WriteString(p.Apply("│"))
	sb.WriteString("  ")
	left := inner
	for _, s := range l {
		t := safetext.TruncateBy(b.st.Cells, safetext.Plain(s.text), left)
		left -= b.width(t)
		sb.WriteString(s.paint.Apply(t))
	}
	sb.WriteString(strings.Repeat(" ", max(left, 0)+2))
	sb.WriteString(p.Apply("│"))
}

func (b *base) width(s string) int { return safetext.WidthBy(b.st.Cells, s) }

// hints draws "key what" pairs.
type hint struct {
	key  string
	what string
	on   bool
}

func (b *base) hintLine(hints ...hint) line {
	var l line
	for _, h := range hints {
		if h.what == "" {
			continue
		}
		if len(l) > 0 {
			l = append(l, span{"   ", styles.Paint{}})
		}
		kp, dp := b.st.P.Key, b.st.P.KeyDesc
		if h.on {
			dp = b.st.P.Strong
		}
		l = append(l, span{h.key, kp}, span{" " + h.what, dp})
	}
	return l
}

// keyName is the first key of a binding as shown.
func keyName(bind key.Binding) string {
	if k := bind.Keys(); len(k) > 0 {
		return keymap.Name(k[0])
	}
	return ""
}

// scrollKeys moves the body; it reports whether msg was one of its keys.
func (b *base) scrollKeys(msg tea.Msg, letters bool) bool {
	switch m := msg.(type) {
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			b.scroll--
		} else {
			b.scroll++
		}
		return true
	case tea.KeyPressMsg:
		switch {
		case key.Matches(m, b.keys.ItemUp) || letters && key.Matches(m, b.keys.Up):
			b.scroll--
		case key.Matches(m, b.keys.ItemDown) || letters && key.Matches(m, b.keys.Down):
			b.scroll++
		case key.Matches(m, b.keys.ItemPageUp):
			b.scroll -= 8
		case key.Matches(m, b.keys.ItemPageDown):
			b.scroll += 8
		default:
			return false
		}
		return true
	}
	return false
}

// boxWidth measures the first line of a drawn box.
func boxWidth(box string) int {
	first, _, _ := strings.Cut(box, "\n")
	return safetext.Width(first)
}
