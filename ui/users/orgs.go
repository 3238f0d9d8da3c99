package users

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"usher/internal/query"
	"usher/ui/request"
)

// organizations are those that a search has named, by the name as typed. They
// are looked up once and kept: a name that nobody has is asked for again.
type organizations struct {
	known map[string][]query.Organization
	slot  request.Slot
}

// named answers the look-up of organizations.
type named struct {
	gen   request.Gen
	found map[string][]query.Organization
	err   error
}

func (named) usersMsg() {}

// missing are the names that are not known yet.
func (o *organizations) missing(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { _, ok := o.known[name]; return ok })
}

// forgetUnknown makes names that nobody had be asked for again.
func (o *organizations) forgetUnknown(names []string) {
	for _, name := range names {
		if len(o.known[name]) == 0 {
			delete(o.known, name)
		}
	}
}

// forget makes names be asked for again.
func (o *organizations) forget(names []string) {
	for _, name := range names {
		delete(o.known, name)
	}
}

// lookUp resolves the names of organizations, one after another.
func (p *Page) lookUp(names []string) tea.Cmd {
	ctx, gen := p.orgs.slot.Start(p.deps.Base)
	directory := p.deps.Directory
	return func() tea.Msg {
		msg := named{gen: gen, found: map[string][]query.Organization{}}
		for _, name := range names {
			if directory == nil {
				break
			}
			found, err := directory.Find(ctx, name)
			if err != nil {
				msg.err = fmt.Errorf("look up the organization: %w", err)
				break
			}
			msg.found[name] = found
		}
		return msg
	}
}

// tookNames goes on with the listing that waited for its organizations.
func (p *Page) tookNames(msg named) tea.Cmd {
	if !p.orgs.slot.Done(msg.gen) {
		return nil
	}
	maps.Copy(p.orgs.known, msg.found)
	if msg.err != nil {
		if errors.Is(msg.err, context.Canceled) {
			return nil
		}
		return p.failedWith(msg.err)
	}
	return p.start()
}
