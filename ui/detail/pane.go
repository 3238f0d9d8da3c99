// Package detail is the pane that shows one user: a header card and tabs. It
// is drawn at once from the row of the list; what a row does not hold is
// asked for only when its tab is in front and the cursor rests on the user.
package detail

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/keymap"
	"usher/styles"
	"usher/ui/errtext"
	"usher/ui/request"
)

// Rest is how long the cursor must stay on a user before anything is asked
// for: moving through the list sends no request per row.
const Rest = 120 * time.Millisecond

// Deps is what a Pane works with.
type Deps struct {
	Loader Loader
	// Audit reads what was done to a user with this program, for the activity;
	// nil means that there is no log. It is called outside of Update. See
	// [Events].
	Audit  func(ctx context.Context, user api.ID) ([]Event, error)
	Styles *styles.Styles
	Keys   *keymap.Map
	// Now is the clock.
	Now func() time.Time
	// Zone is the zone of absolute times; nil means local.
	Zone *time.Location
	// Base is the context that requests are made under; nil means none.
	Base context.Context
}

// Pane shows one user. It belongs to the goroutine of Update.
type Pane struct {
	scene
	loader Loader
	audit  func(ctx context.Context, user api.ID) ([]Event, error)
	base   context.Context

	tabs    []tab
	front   int
	w, h    int
	focused bool
	glide   bool

	records records
	slots   [resources]request.Slot
	rest    request.Slot
	moved   time.Time // when the user in front came

	head header
	bar  bar
}

// Msg is a message that a Pane sent to itself: whoever routes messages gives
// it back to Update of the pane that Owner names.
type Msg interface{ Owner() *Pane }

// New makes an empty pane with the overview in front.
func New(d Deps) *Pane {
	p := &Pane{loader: d.Loader, audit: d.Audit, base: d.Base}
	p.scene = scene{keys: d.Keys, now: d.Now, zone: d.Zone, explain: errtext.Explain, rec: &record{}, audited: d.Audit != nil}
	if p.zone == nil {
		p.zone = time.Local
	}
	if p.base == nil {
		p.base = context.Background()
	}
	p.busy = func(of resource) bool { return p.slots[of].Busy() }
	p.wanted = func() tea.Cmd { return p.seen() }
	p.SetStyles(d.Styles)
	p.tabs = newTabs(&p.scene)
	p.bar.make(p.styles, p.tabs)
	return p
}

// SetStyles changes the theme.
func (p *Pane) SetStyles(s *styles.Styles) {
	p.styles = s
	k := &s.P
	p.ink = ink{
		head: k.Title, label: k.Muted, value: k.Text, strong: k.Strong, muted: k.Muted, faint: k.Faint, accent: k.Accent,
		good: k.Success, info: k.Info, warn: k.Warning, bad: k.Danger,
		warnTitle: k.Warning, badTitle: k.Danger,
	}
	p.rev++
	if p.bar.tabs != nil {
		p.bar.tabs.SetStyles(s)
	}
}

// SetSize gives the pane its room in cells.
func (p *Pane) SetSize(w, h int) { p.w, p.h = w, h }

// Focus tells the pane whether keys go to it; only then a cursor is drawn.
func (p *Pane) Focus(on bool) { p.focused = on }

// Glide tells the pane that the list's cursor is flying: only the header card
// is drawn then, so that a row costs few bytes and two users never mix.
func (p *Pane) Glide(on bool) { p.glide = on }

// User is the user in front, nil for none.
func (p *Pane) User() *api.User { return p.user }

// SetUser puts a user in front, as fetched at the given time; nil empties the
// pane. What is under way for the user before is cancelled. A newer record of
// the same user is put in without losing the place; when it has changed, the
// lists are asked for anew.
func (p *Pane) SetUser(u *api.User, fetched time.Time) tea.Cmd {
	same := u != nil && p.user != nil && u.ID == p.user.ID && u.ID != ""
	if same && u == p.user && fetched.Equal(p.fetched) {
		return nil
	}
	before := p.user
	p.user, p.fetched = u, fetched
	p.rev++
	if same {
		if u.UpdatedAt != before.UpdatedAt || u.Banned != before.Banned {
			p.age() // a ban ends sessions, for one
			return p.seen()
		}
		return nil
	}
	for i := range p.slots {
		p.slots[i].Cancel()
	}
	for _, t := range p.tabs {
		t.reset()
	}
	p.moved, p.revealed = p.now(), false
	if u == nil || u.ID == "" {
		p.rec = &record{}
	} else {
		p.rec = p.records.of(u.ID)
		p.rec.forgive()
	}
	return p.arm(Rest)
}

// CurrentTab is the tab in front.
func (p *Pane) CurrentTab() TabID { return p.tabs[p.front].id() }

// SelectTab puts a tab in front; an unknown id changes nothing.
func (p *Pane) SelectTab(id TabID) tea.Cmd {
	for i, t := range p.tabs {
		if t.id() == id {
			p.front = i
			return p.seen()
		}
	}
	return nil
}

// NextTab goes one tab to the right, from the last to the first.
func (p *Pane) NextTab() tea.Cmd { return p.turn(1) }

// PrevTab goes one tab to the left, from the first to the last.
func (p *Pane) PrevTab() tea.Cmd { return p.turn(-1) }

func (p *Pane) turn(d int) tea.Cmd {
	p.front = (p.front + d + len(p.tabs)) % len(p.tabs)
	return p.seen()
}

// seen asks for what the tab in front needs, at once when the cursor has
// rested on the user already.
func (p *Pane) seen() tea.Cmd {
	if p.now().Sub(p.moved) >= Rest {
		p.rest.Cancel()
		return p.ensure()
	}
	return p.arm(Rest)
}

// Update takes a message: its own ones, key presses while it has the focus,
// and pastes while it captures.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case restMsg:
		if msg.pane == p && p.rest.Done(msg.gen) {
			return p.ensure()
		}
	case replyMsg:
		if msg.pane == p {
			return p.take(msg)
		}
	case tea.KeyPressMsg:
		cmd, _ := p.HandleKey(msg)
		return cmd
	case tea.PasteMsg:
		if t, tree := p.tabs[p.front].(*treeTab); tree && p.Capturing() {
			return t.tree.Update(msg)
		}
	}
	return nil
}

// HandleKey takes a key press; handled is false for a key that means nothing
// to the pane, so that it can travel on. Refreshing is not handled here: it
// concerns the user as well, see [Pane.Refresh].
func (p *Pane) HandleKey(msg tea.KeyPressMsg) (cmd tea.Cmd, handled bool) {
	t := p.tabs[p.front]
	if p.user == nil {
		return nil, false
	}
	if !t.capturing() {
		switch {
		case key.Matches(msg, p.keys.NextTab):
			return p.NextTab(), true
		case key.Matches(msg, p.keys.PrevTab):
			return p.PrevTab(), true
		}
	}
	cmd, handled = t.key(msg)
	if handled {
		cmd = tea.Batch(cmd, p.more())
	}
	return cmd, handled
}

// Capturing reports whether a text input of the pane is open, such as the
// search of the JSON tab: then all keys belong to the pane.
func (p *Pane) Capturing() bool { return p.user != nil && p.tabs[p.front].capturing() }

// Scroll moves the content of the tab in front by d lines, for the wheel.
func (p *Pane) Scroll(d int) tea.Cmd {
	p.tabs[p.front].scroll(d)
	return p.more()
}

// TabAt is the tab drawn at a cell of the pane.
func (p *Pane) TabAt(x, y int) (TabID, bool) {
	if y != tabsLine || p.h <= tabsLine || p.user == nil {
		return "", false
	}
	i, ok := p.bar.tabs.At(x)
	if !ok || i >= len(p.tabs) {
		return "", false
	}
	return p.tabs[i].id(), true
}

// Click selects the tab or the item at a cell of the pane.
func (p *Pane) Click(x, y int) tea.Cmd {
	if id, ok := p.TabAt(x, y); ok {
		return p.SelectTab(id)
	}
	if body := p.head.height(p.h); y >= body && p.user != nil {
		p.tabs[p.front].click(y - body)
		return p.more()
	}
	return nil
}

// CopyPath is the path of the JSON value under the cursor; it is false in
// tabs that show no JSON.
func (p *Pane) CopyPath() (what string, value api.Text, ok bool) {
	t, tree := p.tabs[p.front].(*treeTab)
	if !tree || p.user == nil || p.glide {
		return "", api.Text{}, false
	}
	value, ok = t.path()
	return "path", value, ok
}

// Cursor is the cell of the text cursor while a text input of the pane is
// open.
func (p *Pane) Cursor() (x, y int, ok bool) {
	t, tree := p.tabs[p.front].(*treeTab)
	if !tree || p.user == nil || p.glide {
		return 0, 0, false
	}
	x, y, ok = t.tree.Cursor()
	return x, y + p.head.height(p.h) + t.strip, ok
}

// Copy is what the copy key means in the tab in front: what it is, such as
// "e-mail address", and its value. It is false where nothing is selected;
// then the user's id is meant.
func (p *Pane) Copy() (what string, value api.Text, ok bool) {
	if p.user == nil || p.glide {
		return "", api.Text{}, false
	}
	return p.tabs[p.front].copied()
}

// Selected is the id of what the cursor of the tab in front stands on, such as
// a session or an organization; "" where that is nothing with an id.
func (p *Pane) Selected() api.ID {
	_, value, ok := p.Copy()
	id := api.ID(value.Unsafe()) //nolint:forbidigo // only kept if it is an id, which is inert
	if prefix, rest, has := strings.Cut(string(id), "_"); !ok || !has || prefix == "" || rest == "" || !id.Valid() {
		return ""
	}
	return id
}
