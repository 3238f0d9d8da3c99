package detail

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/keymap"
	"usher/styles"
	"usher/ui/errtext"
)

// ink is the paints of the detail, by what they say.
type ink struct {
	head, label, value, strong, muted, faint, accent styles.Paint
	good, info, warn, bad                            styles.Paint
	warnTitle, badTitle                              styles.Paint
}

// of is the paint of a mark.
func (k ink) of(m mark) styles.Paint {
	switch m {
	case good:
		return k.good
	case warn, unknown:
		return k.warn
	case bad:
		return k.bad
	default:
		return k.muted
	}
}

// ofTitle is the paint of a mark's title, which stands out.
func (k ink) ofTitle(m mark) styles.Paint {
	switch m {
	case bad:
		return k.badTitle
	case warn, unknown:
		return k.warnTitle
	default:
		return k.info
	}
}

// scene is what the tabs draw: the user, what was loaded for it, and the
// means of drawing. The pane owns it; tabs read it.
type scene struct {
	user    *api.User
	fetched time.Time
	rec     *record
	// revealed says that the private metadata of the user may be seen.
	revealed bool
	// audited says that there is an audit log to read.
	audited bool
	// invited is the index of the status that invitations are filtered by.
	invited int
	// rev grows with every change of what is above or of the theme.
	rev uint64

	styles  *styles.Styles
	ink     ink
	keys    *keymap.Map
	now     func() time.Time
	zone    *time.Location
	explain func(error) errtext.Notice
	// busy reports whether a list is being asked for.
	busy func(resource) bool
	// wanted asks for what the tab in front needs.
	wanted func() tea.Cmd
}

// clock is the present moment with the zone.
func (c *scene) clock() clock { return clock{now: c.now(), zone: c.zone} }

// minute is the present minute: relative times are written anew when it
// changes, not at every frame.
func (c *scene) minute() int64 { return c.now().Unix() / 60 }

// waiting is what stands where a list will be.
func (c *scene) waiting(name string) string {
	if c.user == nil || c.user.ID == "" {
		return "This record has no id, so its " + name + " cannot be asked for."
	}
	return "Loading " + name + "…"
}

// failure writes what went wrong with a list and what to do. What was loaded
// before stays below it.
func (s *sheet) failure(c *scene, st *loadState, name string) {
	n := c.explain(st.err)
	title := "Could not load " + name
	switch {
	case st.further:
		title = "Could not load more " + name
	case st.loaded():
		title = "Could not refresh " + name
	}
	s.wrapped(0, span{bad.sign() + " " + title, s.ink.badTitle})
	s.wrapped(2, span{joined(" ", n.What, n.Do), s.ink.value})
	retry := c.keys.Refresh.Help().Key + " tries again"
	s.wrapped(2, span{joined(" · ", retry, n.Code, onlyIf(n.TraceID != "", "trace "+n.TraceID)), s.ink.muted})
	if st.loaded() && !st.further {
		s.wrapped(2, span{"What is shown was loaded " + s.ago(api.TimeOf(st.fetched)) + ".", s.ink.muted})
	}
}
