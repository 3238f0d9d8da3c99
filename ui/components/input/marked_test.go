package input_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/styles"
	"usher/ui/components/input"
)

func TestMarked(t *testing.T) {
	st := styles.New(styles.Theme{})
	mark := styles.Paint{Open: "<", Close: ">"}
	for _, tt := range []struct {
		name, value string
		at, w       int
		marks       []input.Mark
		hint, want  string
	}{
		{"before the cursor", "emial:x banned:yes", 18, 20, []input.Mark{{0, 7, mark}}, "", "<emial:x> banned:yes  "},
		{"behind the cursor", "ab emial:x", 2, 12, []input.Mark{{3, 10, mark}}, "", "ab <emial:x>  "},
		{"around the cursor", "ab emial:x", 5, 12, []input.Mark{{3, 10, mark}}, "", "ab <em><ial:x>  "},
		{"two", "a b c", 5, 8, []input.Mark{{0, 1, mark}, {2, 3, mark}}, "", "<a> <b> c   "},
		{"cut on the left", "0123456789 emial:x", 18, 10, []input.Mark{{11, 18, mark}}, "", "… <emial:x> "},
		{"of which the beginning is cut", "0123456789 emial:xyz", 20, 8, []input.Mark{{11, 20, mark}}, "", "<…al:xyz> "},
		{"wide letters", "李小龍 x", 5, 10, []input.Mark{{0, 3, mark}}, "", "<李小龍> x  "},
		{"out of range", "abc", 3, 6, []input.Mark{{2, 90, mark}}, "", "ab<c>   "},
		{"a hint", "ema", 3, 8, nil, "il:", "email:  "},
		{"a hint that has no room", "ema", 3, 5, nil, "il:", "emai…"[:4] + "…"},
		{"no hint within the text", "ema", 1, 8, nil, "il:", "ema     "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := input.New(st, input.WithValue(tt.value))
			in.UseTerminalCursor(true)
			in.Focus()
			in.SetPosition(tt.at)
			got := in.Marked(tt.w, tt.marks, tt.hint)
			assert.Equal(t, tt.want, ansi.Strip(got))
		})
	}
}

func FuzzMarked(f *testing.F) {
	f.Add("emial:x \x1b[31m\u202e é 👩‍👩‍👧", 3, 1, 6, 12)
	st := styles.New(styles.Theme{})
	f.Fuzz(func(t *testing.T, value string, at, start, end, w int) {
		w = min(max(w, 4), 200)
		in := input.New(st, input.WithValue(value))
		in.UseTerminalCursor(true)
		in.Focus()
		in.SetPosition(at)
		got := in.Marked(w, []input.Mark{{Start: start, End: end, Paint: st.P.Danger}}, "")
		assert.Equal(t, ansi.Strip(in.View(w)), ansi.Strip(got), "marks change nothing but the paint")
		assert.NotContains(t, ansi.Strip(got), "\x1b")
	})
}
