package table_test

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/table"
)

// people is a source of n rows that counts how often it is asked.
type people struct {
	n     int
	asked int
	name  func(i int) string
	mark  map[int]rune
	rev   map[int]uint64
	paint styles.Paint
}

func (p *people) Len() int { return p.n }

func (p *people) Row(i int) table.Row {
	p.asked++
	name := fmt.Sprintf("Person %d", i)
	if p.name != nil {
		name = p.name(i)
	}
	return table.Row{
		Key: fmt.Sprintf("user_%d", i), Rev: p.rev[i], Mark: p.mark[i],
		Cells: []table.Cell{{Text: name}, {Text: fmt.Sprintf("p%d@acme.example", i)}, {Text: "BANNED", Paint: p.paint}, {Text: "2 h ago"}},
	}
}

var columns = []table.Column{
	{ID: "name", Title: "NAME", Min: 10, Max: 24, Weight: 2},
	{ID: "email", Title: "EMAIL", Min: 12, Weight: 3},
	{ID: "state", Title: "STATE", Min: 6},
	{ID: "active", Title: "ACTIVE", Min: 8, Priority: 1, Right: true},
}

func newTable(src table.Source, w, h int) *table.Table {
	t := table.New(table.WithColumns(columns...), table.WithSource(src), table.WithStyles(styles.New(styles.Theme{})))
	t.SetSize(w, h)
	return t
}

func plainLines(t *table.Table) []string { return strings.Split(ansi.Strip(t.View()), "\n") }

func TestView(t *testing.T) {
	src := &people{n: 3, mark: map[int]rune{1: table.MarkChosen, 2: table.MarkPending}}
	tb := newTable(src, 60, 6)
	assert.Equal(t, []string{
		"  NAME               EMAIL                   STATE    ACTIVE",
		"▸ Person 0           p0@acme.example         BANNED  2 h ago",
		"✓ Person 1           p1@acme.example         BANNED  2 h ago",
		"… Person 2           p2@acme.example         BANNED  2 h ago",
		"",
		"",
	}, plainLines(tb))
}

func TestCursorIsVisibleWithoutColour(t *testing.T) {
	tb := newTable(&people{n: 3}, 60, 5)
	tb.SetStyles(styles.New(styles.Theme{Palette: styles.None}))
	lines := strings.Split(tb.View(), "\n")
	assert.Contains(t, lines[1], "▸")
	assert.Contains(t, lines[1], "\x1b[7m", "reversed")
	assert.NotContains(t, lines[2], "▸")
}

func TestMoving(t *testing.T) {
	src := &people{n: 100}
	tb := newTable(src, 60, 11) // 10 rows in view
	for _, tt := range []struct {
		name           string
		do             func()
		cursor, offset int
	}{
		{"down", func() { tb.Move(1) }, 1, 0},
		{"to the edge", func() { tb.Move(8) }, 9, 0},
		{"past the edge", func() { tb.Move(1) }, 10, 1},
		{"page down keeps the height", tb.PageDown, 20, 11},
		{"half down", tb.HalfDown, 25, 16},
		{"half up", tb.HalfUp, 20, 11},
		{"page up", tb.PageUp, 10, 1},
		{"bottom", tb.Bottom, 99, 90},
		{"past the end", func() { tb.Move(5) }, 99, 90},
		{"page down at the end", tb.PageDown, 99, 90},
		{"wheel carries the cursor", func() { tb.Wheel(-3) }, 96, 87},
		{"top", tb.Top, 0, 0},
		{"before the start", func() { tb.Move(-1) }, 0, 0},
		{"wheel down", func() { tb.Wheel(3) }, 3, 3},
		{"far away", func() { tb.SetCursor(50) }, 50, 41},
	} {
		tt.do()
		assert.Equal(t, tt.cursor, tb.Cursor(), tt.name)
		assert.Equal(t, tt.offset, tb.Offset(), tt.name)
	}
	first, end := tb.Window()
	assert.Equal(t, []int{41, 51}, []int{first, end})
}

func TestResizeAndShrinkKeepTheCursorInView(t *testing.T) {
	src := &people{n: 100}
	tb := newTable(src, 60, 31)
	tb.SetCursor(25)
	tb.SetSize(40, 6)
	assert.Equal(t, 25, tb.Cursor())
	first, end := tb.Window()
	assert.True(t, first <= 25 && 25 < end)
	tb.SetSize(40, 0)
	tb.SetSize(40, 31)
	assert.Equal(t, 25, tb.Cursor())
	tb.SetSource(&people{n: 3})
	assert.Equal(t, 2, tb.Cursor())
	assert.Zero(t, tb.Offset())
	tb.SetSource(&people{})
	assert.Zero(t, tb.Cursor())
	assert.Len(t, plainLines(tb), 31)
}

func TestRowAt(t *testing.T) {
	tb := newTable(&people{n: 3}, 60, 11)
	for y, want := range map[int]int{1: 0, 3: 2} {
		i, ok := tb.RowAt(y)
		assert.True(t, ok)
		assert.Equal(t, want, i)
	}
	for _, y := range []int{-1, 0, 4, 10, 11} {
		_, ok := tb.RowAt(y)
		assert.False(t, ok, "line %d is no row", y)
	}
}

func TestColumnsLeaveByPriority(t *testing.T) {
	cols := []table.Column{
		{ID: "name", Min: 10}, {ID: "email", Min: 12, Weight: 1, Max: 20}, {ID: "mfa", Min: 3, Priority: 3}, {ID: "created", Min: 8, Priority: 2},
	}
	for w, want := range map[int]string{
		80: "name:10 email:20 mfa:3 created:8",
		38: "name:10 email:12 mfa:3 created:8",
		37: "name:10 email:15 created:8", // mfa leaves, email takes its room
		33: "name:10 email:20",
		24: "name:10", 5: "name:3", 1: "name:0",
	} {
		var got []string
		for _, c := range table.Arrange(cols, w).Columns {
			got = append(got, fmt.Sprintf("%s:%d", c.ID, c.Width))
		}
		if w == 24 { // email is not of higher priority than name but stands behind it
			assert.Equal(t, "name:10", got[0])
			continue
		}
		assert.Equal(t, want, strings.Join(got, " "), "width %d", w)
	}
}

func TestWeightsShareAllTheRoom(t *testing.T) {
	for w := 30; w < 200; w++ {
		lay := table.Arrange(columns, w)
		last := lay.Columns[len(lay.Columns)-1]
		assert.LessOrEqual(t, last.X+last.Width, w)
		if len(lay.Columns) == len(columns) {
			assert.Equal(t, w, last.X+last.Width, "nothing is left over at %d", w)
		}
	}
}

// Rows stay in line whatever a cell holds, on the renderer's own screen.
func TestRowsStayInLine(t *testing.T) {
	names := []string{
		"plain", "李小龍 and a long tail", "👨‍👩‍👧‍👦 family", "👍🏽", "❤️ heart", "1️⃣ key", "🇩🇪", "नरेन्द्र मोदी", "กำพล ใจดี", "ខ្មែរ", "ശ്രീ",
		"\x1b[31mred\x1b[m", "a\u202eb", "z" + strings.Repeat("\u0301", 99), "\u3164\u3164", "محمد", "", "\U000e0041\U000e0042", strings.Repeat("W", 300),
	}
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		src := &people{n: len(names), name: func(i int) string { return safetext.String(names[i]) }}
		tb := newTable(src, 60, len(names)+1)
		tb.SetStyles(styles.New(styles.Theme{Cells: m}))
		x := tb.Layout().Columns[1].X
		for i, l := range strings.Split(tb.View(), "\n")[1:] {
			require.LessOrEqual(t, m.StringWidth(l), 60, names[i])
			before, _, found := strings.Cut(ansi.Strip(l), fmt.Sprintf("p%d@", i))
			require.True(t, found, "%+q", names[i])
			assert.Equal(t, x, m.StringWidth(before), "%+q counted by %d", names[i], m)
		}
	}
	// And drawn: Lip Gloss's canvas is the renderer's buffer, by cluster.
	src := &people{n: len(names), name: func(i int) string { return safetext.String(names[i]) }}
	tb := newTable(src, 60, len(names)+1)
	tb.SetStyles(styles.New(styles.Theme{Cells: ansi.GraphemeWidth}))
	c := lipgloss.NewCanvas(60, len(names)+1)
	c.Compose(lipgloss.NewLayer(tb.View()))
	for i := range names {
		assert.Equal(t, "p", c.CellAt(tb.Layout().Columns[1].X, i+1).Content, "%+q", names[i])
	}
}

func TestRowBytesDoNotDependOnTheirPlace(t *testing.T) {
	tb := newTable(&people{n: 100}, 60, 11)
	tb.SetCursor(5)
	before := strings.Split(tb.View(), "\n")
	tb.Wheel(1)
	after := strings.Split(tb.View(), "\n")
	assert.Equal(t, before[3:11], after[2:10], "a scrolled row is the same string")
	for _, l := range before {
		assert.Equal(t, strings.TrimRight(l, " "), l, "no trailing blanks")
	}
}

func TestOnlyWhatChangedIsStyledAgain(t *testing.T) {
	src := &people{n: 5000, rev: map[int]uint64{}}
	tb := newTable(src, 100, 37)
	tb.View()
	assert.Equal(t, 36, src.asked, "only rows in view are asked for")
	same := tb.View()
	src.name = func(int) string { return "changed" }
	assert.Equal(t, same, tb.View(), "a row with the same Rev is not styled again")
	src.rev[2] = 1
	assert.Equal(t, 1, strings.Count(tb.View(), "changed"))
	tb.Invalidate()
	assert.Equal(t, 36, strings.Count(tb.View(), "changed"))
}

func TestPaintIsOpenedAgainBehindACell(t *testing.T) {
	st := styles.New(styles.Theme{})
	src := &people{n: 2, paint: st.P.Banned}
	tb := newTable(src, 60, 3)
	tb.SetStyles(st)
	row := strings.Split(tb.View(), "\n")[1]
	assert.Contains(t, row, st.P.Banned.Apply("BANNED")+st.P.Selected.Open, "the selection goes on behind the word")
	assert.True(t, strings.HasSuffix(row, st.P.Selected.Close))
}

func TestQuietWithoutFocusLoadingAndEmpty(t *testing.T) {
	st := styles.New(styles.Theme{})
	tb := newTable(&people{n: 2}, 60, 3)
	tb.SetStyles(st)
	tb.Focus(false)
	row := strings.Split(tb.View(), "\n")[1]
	assert.NotContains(t, row, st.P.Selected.Open)
	assert.Contains(t, row, "▸")

	tb.SetSource(loading{})
	assert.Equal(t, "▸ ·", plainLines(tb)[1])
	assert.Equal(t, "  ·", plainLines(tb)[2])

	tb.SetSource(&people{})
	tb.SetEmpty("Nobody is called that.", "Try less.")
	assert.Equal(t, []string{"Nobody is called that.", "Try less."}, plainLines(tb)[1:])
}

type loading struct{}

func (loading) Len() int          { return 2 }
func (loading) Row(int) table.Row { return table.Row{Loading: true} }

// BenchmarkTableMove is what a key costs: cursor and view, one row scrolled.
func BenchmarkTableMove(b *testing.B) {
	st := styles.New(styles.Theme{})
	rows := make([]table.Row, 5000)
	src := &people{n: len(rows), paint: st.P.Banned}
	for i := range rows {
		rows[i] = src.Row(i)
	}
	tb := newTable(fixed(rows), 120, 37)
	b.ReportAllocs()
	d := 1
	for b.Loop() {
		if tb.Cursor() == len(rows)-1 || tb.Cursor() == 0 && d < 0 {
			d = -d
		}
		tb.Move(d)
		_ = tb.View()
	}
}

// BenchmarkTableMoveInside moves within the window: two rows change.
func BenchmarkTableMoveInside(b *testing.B) {
	src := &people{n: 5000}
	rows := make([]table.Row, src.n)
	for i := range rows {
		rows[i] = src.Row(i)
	}
	tb := newTable(fixed(rows), 120, 37)
	b.ReportAllocs()
	d := 1
	for b.Loop() {
		if tb.Cursor() == 30 || tb.Cursor() == 0 && d < 0 {
			d = -d
		}
		tb.Move(d)
		_ = tb.View()
	}
}

type fixed []table.Row

func (f fixed) Len() int            { return len(f) }
func (f fixed) Row(i int) table.Row { return f[i] }
