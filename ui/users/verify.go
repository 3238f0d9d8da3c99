package users

import (
	"context"
	"errors"
	"fmt"

	"github.com/dustin/go-humanize"

	"usher/api"
)

// batch is what one request for users brought. Only those that match what was
// asked are in it, whatever the server sent: a filter that was ignored or
// misunderstood must never widen what an act can hit.
type batch struct {
	users   []*api.User
	rows    []*api.User // all that were sent; strangers only hold their places
	sent    int         // how many the server sent
	first   api.ID
	last    api.ID // the last one of these, where the next request goes on
	leftOut int    // of these, how many do not match
	cut     bool   // users were left for the next request, since there is no room
}

// reader makes the function with which commands ask for users of the listing.
// It keeps at most room of them, 0 for any number.
func (p *Page) reader(l *listing) func(ctx context.Context, params api.ListUsersParams, room int) (batch, error) {
	users, directory, plan := p.deps.Users, p.deps.Directory, l.plan
	return func(ctx context.Context, params api.ListUsersParams, room int) (batch, error) {
		got, err := users.List(ctx, params)
		if err != nil {
			return batch{}, err
		}
		kept, leftOut, err := plan.Keep(ctx, directory, got)
		if err != nil {
			return batch{}, fmt.Errorf("check the users that were found: %w", err)
		}
		b := batch{users: kept, rows: masked(got, kept), sent: len(got), leftOut: leftOut}
		if room > 0 && len(kept) > room {
			b.users, b.cut = kept[:room], true
			b.sent = positionOf(got, kept[room-1]) + 1
		}
		if b.sent > 0 {
			b.first, b.last = got[0].ID, got[b.sent-1].ID
		}
		return b, nil
	}
}

func positionOf(users []*api.User, u *api.User) int {
	for i := range users {
		if users[i] == u {
			return i
		}
	}
	return len(users) - 1
}

// errStranger stands in a record's place when the server should not have sent
// it.
var errStranger = errors.New("does not match what was asked")

// masked are the users that were sent, in their places, without the records
// of those who do not match.
func masked(sent, kept []*api.User) []*api.User {
	if len(sent) == len(kept) {
		return kept
	}
	out := make([]*api.User, 0, len(sent))
	for _, u := range sent {
		if len(kept) > 0 && kept[0] == u {
			kept = kept[1:]
			out = append(out, u)
			continue
		}
		out = append(out, &api.User{ID: u.ID, Broken: errStranger})
	}
	return out
}

// stranger reports whether a row only holds the place of a user who does not
// match.
func stranger(u *api.User) bool { return errors.Is(u.Broken, errStranger) }

// sawStrangers notes that the server sent users who do not match. When most
// of its first answer are such it does not filter at all: then the listing is
// read as a scan.
func (l *listing) sawStrangers(msg pageLoaded) (ignored bool) {
	if msg.leftOut == 0 {
		return false
	}
	l.strangers = true
	if len(l.pages.kept) > 0 && !l.refresh || msg.leftOut*2 <= msg.sent {
		return false
	}
	l.ignored = true
	return true
}

// strangerWords tell how many of the loaded rows are missing since they do not
// match.
func (l *listing) strangerWords() string {
	if !l.strangers {
		return ""
	}
	n := 0
	for _, s := range l.pages.held {
		for i := range s.rows {
			if stranger(s.rows[i].user) {
				n++
			}
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return " · 1 row left out: it does not match what was asked"
	default:
		return fmt.Sprintf(" · %s rows left out: they do not match what was asked", humanize.Comma(int64(n)))
	}
}
