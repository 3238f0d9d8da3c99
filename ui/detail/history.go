package detail

import (
	"context"
	"errors"
	"iter"
	"time"

	"usher/api"
	"usher/internal/audit"
)

// Event is a change of a user that was made with this program.
type Event struct {
	// ID tells events apart.
	ID string
	At time.Time
	// Title is the act in words, such as "Ban". Title and Reason are made
	// inert when they are drawn.
	Title    string
	Operator string
	Reason   string
	Result   audit.Result // "" while none was written
	Detail   string
	// Undoes says that the act put back an earlier one.
	Undoes bool
}

// Events makes events of the entries of an audit log, oldest first: an intent
// with its outcome. The title of an action id comes from title, which may be
// nil. Lines that are no entries are passed over; the first other error ends
// the reading.
func Events(entries iter.Seq2[audit.Entry, error], title func(action string) string) ([]Event, error) {
	var out []Event
	place := map[string]int{}
	for e, err := range entries {
		var line *audit.LineError
		if errors.As(err, &line) {
			continue
		}
		if err != nil {
			return out, err
		}
		i, known := place[e.ID]
		if !known {
			i = len(out)
			place[e.ID] = i
			out = append(out, Event{ID: e.ID, At: e.Time, Title: e.Action, Operator: e.Operator})
			if title != nil {
				out[i].Title = title(e.Action)
			}
		}
		if e.Kind == audit.Outcome {
			out[i].Result, out[i].Detail = e.Result, e.Detail
			continue
		}
		out[i].Reason, out[i].Undoes = e.Reason, e.Undoes
	}
	return out, nil
}

// events asks for what was done here, as a list like those of the API.
func (p *Pane) events(ctx context.Context, user api.ID, _ api.Page) (*api.List[Event], error) {
	list, err := p.audit(ctx, user)
	if err != nil {
		return nil, err
	}
	return &api.List[Event]{Data: list, TotalCount: int64(len(list))}, nil
}

// resultWords tells what became of an act.
func resultWords(r audit.Result) (mark, string) {
	switch r {
	case audit.Done, audit.Happened:
		return good, "done"
	case audit.Partial:
		return unknown, "done in part"
	case audit.Refused:
		return bad, "refused"
	case audit.DidNot:
		return bad, "did not happen"
	case audit.CannotTell:
		return unknown, "the answer was lost, and nothing told whether it happened"
	default:
		return unknown, "no outcome was written"
	}
}

// Memberships are the organizations of the user in front as far as they were
// loaded, with their total; nil before they were. A summary can tell them.
func (p *Pane) Memberships() (list []api.Membership, total int64) {
	m := &p.rec.memberships
	switch {
	case p.user == nil || !m.loaded():
		return nil, 0
	case m.items == nil:
		return []api.Membership{}, m.total
	}
	return m.items, m.total
}
