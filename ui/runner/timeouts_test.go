package runner_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/emulator"
	"usher/ui/actions"
	"usher/ui/errtext"
)

// late answers nothing to the first write, and executes it only once the
// client has given up and looked for the first time.
type late struct {
	l    *live
	once sync.Once
	held *http.Request
}

func (x *late) RoundTrip(r *http.Request) (*http.Response, error) {
	first := false
	if r.Method != http.MethodGet {
		x.once.Do(func() { first = true })
	}
	if !first {
		return x.l.server.Transport().RoundTrip(r)
	}
	body := r.Body
	x.held = r.Clone(context.WithoutCancel(r.Context()))
	x.held.Body = body
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// arrive lets the held request reach the server.
func (x *late) arrive(t *testing.T) {
	t.Helper()
	require.NotNil(t, x.held)
	res, err := x.l.server.Transport().RoundTrip(x.held)
	require.NoError(t, err)
	require.Less(t, res.StatusCode, 300)
	require.NoError(t, res.Body.Close())
}

// TestTheClientGivesUp lets the client's own time limit end each change: one
// that the server executed and does not answer, one that it never executed,
// and one that it executes after the client looked for the first time. What
// became of it is told rightly, and it is never sent twice.
func TestTheClientGivesUp(t *testing.T) {
	for _, a := range actions.All() {
		if !a.Mutates || a.ID == "session.revoke_all" { // which has a test of its own
			continue
		}
		for _, c := range []struct {
			name  string
			fault emulator.FaultKind // "" is late
			state actions.SettledState
		}{
			{"executed", emulator.FaultStall, actions.Happened},
			{"never executed", emulator.FaultLatency, actions.DidNot},
			{"executed late", "", actions.Happened},
		} {
			if c.fault == "" && (a.ID == "user.set_image" || scenes()[a.ID].untold) {
				continue // a body that streams is gone with its client; nothing tells of the others
			}
			t.Run(a.ID+" "+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { givesUp(t, a, c.fault, c.state) })
			})
		}
	}
}

func givesUp(t *testing.T, a actions.Action, fault emulator.FaultKind, want actions.SettledState) {
	l := newLive(t)
	_, u, in := l.stage(t, a.ID)
	l.forgetSent()
	asked := len(l.log.Entries())
	knobs := emulator.Faults{CreateTOTP: true}
	if fault != "" {
		knobs.Rules = []emulator.Fault{{Kind: fault, Method: a.Writes[0].Method, DelayMS: 45_000, Next: 1}}
	} else {
		x := &late{l: l}
		l.wire, l.pause = x, func() { x.arrive(t) }
	}
	l.server.SetFaults(knobs)
	began := time.Now()
	d := l.run(t, a.ID, u, in)
	l.server.SetFaults(emulator.Faults{})
	assert.Len(t, l.sent(), 1, "never sent twice")
	if scenes()[a.ID].untold && (a.ID != "identity.check_code" || want == actions.DidNot) {
		want = actions.CannotTell
	}
	assert.Equal(t, want, d.Settled.State, "%s: %v", d.Text, d.Err)
	assert.Equal(t, want != actions.Happened, d.Err != nil)
	assert.Equal(t, want.String(), string(l.log.Entries()[asked:][1].Result))
	assert.Equal(t, errtext.Timeout, d.Notice.Kind)
	assert.Less(t, time.Since(began), 45*time.Second, "it is the client that gave up")
	sentence := map[actions.SettledState]string{
		actions.Happened: "The answer was lost, but it was done: ", actions.DidNot: "The answer was lost, and it was not done: ",
		actions.CannotTell: "The answer was lost, and whether it was done is not known: ",
	}[want]
	assert.Greater(t, len(d.Text), len(sentence)+10)
	assert.Contains(t, d.Text, sentence)
	assert.False(t, l.Pending(u.ID))
	if s := scenes()[a.ID]; !s.untold {
		assert.Equal(t, want, l.settled(t, a, u, in), "and so it stays")
	}
}

// TestTheClientGivesUpAmongMany is about the one action of several requests.
func TestTheClientGivesUpAmongMany(t *testing.T) {
	for name, c := range map[string]struct {
		fault emulator.FaultKind
		done  bool
	}{"executed": {emulator.FaultStall, true}, "never executed": {emulator.FaultLatency, false}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLive(t)
				u, in := l.withSessions(t, 2)
				l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{
					{Kind: c.fault, Method: http.MethodPost, DelayMS: 45_000, Path: "/v1/sessions/" + string(in.Targets[1].ID) + "/revoke"},
				}})
				d := l.run(t, "session.revoke_all", u, in)
				assert.Len(t, l.sent(), len(in.Targets), "never sent twice")
				if c.done {
					require.NoError(t, d.Err, d.Text)
					return
				}
				var partial *actions.PartialError
				require.ErrorAs(t, d.Err, &partial)
				assert.Equal(t, in.Targets[1:2], partial.Unknown, "it may still be under way")
				assert.Len(t, partial.Done, len(in.Targets)-1)
			})
		})
	}
}
