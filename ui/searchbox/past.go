package searchbox

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/ui/components/input"
)

// past is a walk through what was searched for, begun with the text as it was.
type past struct {
	entries []string // newest first; nil while nobody walks
	at      int      // of entries; -1 is the text as it was
	draft   string
}

// older shows the search before the present one.
func (b *Box) older() Event {
	p := &b.past
	if p.entries == nil {
		*p = past{entries: b.searches(b.in.Value()), at: -1, draft: b.in.Value()}
	}
	if p.at+1 >= len(p.entries) {
		return None
	}
	p.at++
	return b.recall(p.entries[p.at])
}

// newer goes back towards the text as it was; ok is false where nothing is
// newer.
func (b *Box) newer() (ev Event, ok bool) {
	p := &b.past
	if p.entries == nil || p.at < 0 {
		return None, false
	}
	p.at--
	if p.at < 0 {
		return b.recall(p.draft), true
	}
	return b.recall(p.entries[p.at]), true
}

func (b *Box) recall(text string) Event {
	b.in.SetValue(text)
	b.read()
	b.quiet = false
	return Edited
}

// searches are the searches before, newest first, without the one that stands
// in the box.
func (b *Box) searches(without string) []string {
	if b.d.History == nil {
		return nil
	}
	out := b.d.History.Entries()
	if len(out) > 0 && out[0] == strings.TrimSpace(without) {
		out = out[1:]
	}
	return out
}

// lookBack is the search in the history.
type lookBack struct {
	open  bool
	in    *input.Input
	all   []string // newest first
	found []string
	at    int
}

func (b *Box) openLookBack() {
	l := &b.lookBack
	l.open, l.all = true, b.searches("")
	l.in.SetValue("")
	l.in.Focus()
	b.in.Blur()
	l.filter()
}

// closeLookBack goes back to the text as it was.
func (b *Box) closeLookBack() {
	b.lookBack.open = false
	b.lookBack.in.Blur()
}

// filter keeps the searches that hold all words of what is typed.
func (l *lookBack) filter() {
	l.at, l.found = 0, nil
	words := strings.Fields(strings.ToLower(l.in.Value()))
next:
	for _, e := range l.all {
		lower := strings.ToLower(e)
		for _, w := range words {
			if !strings.Contains(lower, w) {
				continue next
			}
		}
		l.found = append(l.found, e)
	}
}

// searchBack takes a key while the history is searched.
func (b *Box) searchBack(msg tea.Msg) (tea.Cmd, Event) {
	l, m := &b.lookBack, b.d.Keys
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, m.Close):
			b.closeLookBack()
			b.in.Focus()
			return nil, None
		case key.Matches(k, m.SearchBack), key.Matches(k, m.SearchNewer), key.Matches(k, m.SearchNext):
			l.at = min(l.at+1, max(len(l.found)-1, 0))
			return nil, None
		case key.Matches(k, m.SearchOlder), key.Matches(k, m.SearchPrev):
			l.at = max(l.at-1, 0)
			return nil, None
		case key.Matches(k, m.Complete):
			return nil, b.takeFound()
		case key.Matches(k, m.Submit):
			if len(l.found) == 0 {
				return nil, None
			}
			b.takeFound()
			return b.Submit(), Submitted
		}
	}
	before := l.in.Value()
	l.in.Update(msg)
	if l.in.Value() != before {
		l.filter()
	}
	return nil, None
}

// takeFound puts the search under the cursor into the box.
func (b *Box) takeFound() Event {
	l := &b.lookBack
	if len(l.found) == 0 {
		return None
	}
	text := l.found[l.at]
	b.closeLookBack()
	b.in.Focus()
	b.past = past{}
	return b.recall(text)
}
