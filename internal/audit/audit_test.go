package audit_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/audit"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func plan(action string, user string) audit.Plan {
	return audit.Plan{
		Action: action, User: "user_" + "1", Level: 2, Reason: user,
		Allowed: []audit.Request{{Method: "POST", Path: "/users/user_1/ban"}},
	}
}

func open(t *testing.T, path string, o audit.Options) *audit.Log {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	l, err := audit.Open(path, o)
	require.NoError(t, err)
	return l
}

func all(t *testing.T, path string, f audit.Filter) (entries []audit.Entry, broken int) {
	t.Helper()
	for e, err := range audit.Read(path, f) {
		var line *audit.LineError
		if errors.As(err, &line) {
			broken++
			continue
		}
		require.NoError(t, err)
		entries = append(entries, e)
	}
	return entries, broken
}

func TestIntentAndOutcomeAreTwoLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "usher", "audit.jsonl")
	now := noon
	l := open(t, path, audit.Options{
		Who: audit.Who{Operator: "ann", Environment: "production", Instance: "ins_1"},
		Now: func() time.Time { return now }, Rand: bytes.NewReader(bytes.Repeat([]byte{7}, 8)),
	})
	ticket, err := l.Intent(audit.Plan{
		Action: "user.metadata", User: "user_1", Level: 1, Reason: "ticket 42", Notes: []string{"set public_metadata.plan"},
		Allowed: []audit.Request{{Method: "PATCH", Path: "/users/user_1/metadata"}},
	})
	require.NoError(t, err)
	assert.Equal(t, "0707070707070707", ticket.ID())
	now = now.Add(1500 * time.Millisecond)
	require.True(t, ticket.Take("PATCH", "/v1/users/user_1/metadata"))
	require.NoError(t, l.Outcome(ticket, audit.End{Result: audit.Refused, Status: 422, Code: "form_x", TraceID: "t1", Detail: "no"}))

	got, broken := all(t, path, audit.Filter{})
	assert.Zero(t, broken)
	assert.Equal(t, []audit.Entry{
		{
			Time: noon, Kind: audit.Intent, ID: "0707070707070707", Operator: "ann", Environment: "production", Instance: "ins_1",
			Action: "user.metadata", User: "user_1", Level: 1, Reason: "ticket 42",
			Allowed: []string{"PATCH /users/user_1/metadata"}, Notes: []string{"set public_metadata.plan"},
		},
		{
			Time: now, Kind: audit.Outcome, ID: "0707070707070707", Operator: "ann", Environment: "production", Instance: "ins_1",
			Action: "user.metadata", User: "user_1", Level: 1,
			Result: audit.Refused, Status: 422, Code: "form_x", TraceID: "t1", Requests: 1, DurationMS: 1500, Detail: "no",
		},
	}, got)
}

func TestFileIsClosedToOthers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "usher")
	path := filepath.Join(dir, "audit.jsonl")
	l := open(t, path, audit.Options{})
	mode := func(p string) os.FileMode {
		info, err := os.Stat(p)
		require.NoError(t, err)
		return info.Mode().Perm()
	}
	assert.Equal(t, os.FileMode(0o700), mode(dir))
	assert.Equal(t, os.FileMode(0o600), mode(path))

	require.NoError(t, os.Chmod(path, 0o644))
	_, err := l.Intent(plan("user.ban", ""))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), mode(path), "closed again at the next entry")
}

func TestForeignTextStaysInertInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path, audit.Options{})
	evil := "line\nbreak \x1b[31m \u202e bidi é 李 😀 \x00 \x7f \u009b"
	_, err := l.Intent(plan("user.ban", evil))
	require.NoError(t, err)
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, 1, bytes.Count(raw, []byte("\n")))
	for _, b := range raw[:len(raw)-1] {
		require.True(t, b >= ' ' && b < 0x7f, "byte %x", b)
	}
	got, _ := all(t, path, audit.Filter{})
	require.Len(t, got, 1)
	assert.Equal(t, evil, got[0].Reason)
}

func TestATornLineHarmsNoOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path, audit.Options{})
	_, err := l.Intent(plan("user.ban", "first"))
	require.NoError(t, err)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString(`{"time":"2026-03-03T12:00:00Z","kind":"int`)
	require.NoError(t, err)
	require.NoError(t, f.Close())

	got, broken := all(t, path, audit.Filter{})
	assert.Len(t, got, 1)
	assert.Zero(t, broken, "a last line that is cut off is left out")

	_, err = l.Intent(plan("user.ban", "second"))
	require.NoError(t, err)
	got, broken = all(t, path, audit.Filter{})
	require.Len(t, got, 2)
	assert.Equal(t, "second", got[1].Reason)
	assert.Equal(t, 1, broken, "it is told once it stands in the middle")
}

func TestALineOfAMegabyteIsSkipped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path, audit.Options{})
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("x", 3<<20)+"\n"), 0o600))
	_, err := l.Intent(plan("user.ban", "after"))
	require.NoError(t, err)
	got, broken := all(t, path, audit.Filter{})
	require.Len(t, got, 1)
	assert.Equal(t, 1, broken)
}

func TestAFullFileIsMovedAsideAndStillRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	now := noon
	l := open(t, path, audit.Options{MaxBytes: 600, Now: func() time.Time { now = now.Add(time.Second); return now }})
	for i := range 20 {
		_, err := l.Intent(plan("user.ban", fmt.Sprint(i)))
		require.NoError(t, err)
	}
	names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "audit.*.jsonl"))
	require.NoError(t, err)
	assert.Greater(t, len(names), 3)
	got, broken := all(t, path, audit.Filter{})
	assert.Zero(t, broken)
	require.Len(t, got, 20)
	for i, e := range got {
		assert.Equal(t, fmt.Sprint(i), e.Reason, "in order")
	}
}

func TestSeveralWritersLoseNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	const writers, each = 4, 25
	var wg sync.WaitGroup
	for w := range writers {
		l := open(t, path, audit.Options{MaxBytes: 4000}) // each like a process of its own
		wg.Go(func() {
			for i := range each {
				_, err := l.Intent(plan("user.ban", fmt.Sprint(w, " ", i)))
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	got, broken := all(t, path, audit.Filter{})
	assert.Zero(t, broken)
	seen := map[string]bool{}
	for _, e := range got {
		seen[e.Reason] = true
	}
	assert.Len(t, seen, writers*each)
	assert.Len(t, got, writers*each)
}

func TestFilter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	now := noon
	l := open(t, path, audit.Options{Who: audit.Who{Operator: "ann"}, Now: func() time.Time { return now }})
	for i, action := range []string{"user.ban", "user.lock", "session.revoke"} {
		p := plan(action, fmt.Sprint(i))
		if i == 1 {
			p.User = "user_2"
		}
		now = noon.Add(time.Duration(i) * time.Hour)
		tk, err := l.Intent(p)
		require.NoError(t, err)
		require.NoError(t, l.Outcome(tk, audit.End{Result: audit.Done}))
	}
	for name, c := range map[string]struct {
		filter audit.Filter
		want   int
	}{
		"all":          {audit.Filter{}, 6},
		"user":         {audit.Filter{User: "user_2"}, 2},
		"action":       {audit.Filter{Action: "user.ban"}, 2},
		"subject":      {audit.Filter{Action: "user."}, 4},
		"kind":         {audit.Filter{Kind: audit.Intent}, 3},
		"since":        {audit.Filter{Since: noon.Add(time.Hour)}, 4},
		"until":        {audit.Filter{Until: noon.Add(time.Hour)}, 2},
		"operator":     {audit.Filter{Operator: "bob"}, 0},
		"combined":     {audit.Filter{Action: "user.", Kind: audit.Outcome, Since: noon.Add(time.Hour)}, 1},
		"unknown word": {audit.Filter{Action: "user"}, 0},
	} {
		got, _ := all(t, path, c.filter)
		assert.Len(t, got, c.want, name)
	}
}

func TestReadingAMissingLogIsEmpty(t *testing.T) {
	got, broken := all(t, filepath.Join(t.TempDir(), "none", "audit.jsonl"), audit.Filter{})
	assert.Empty(t, got)
	assert.Zero(t, broken)
}

func TestReadingStopsWhenAskedTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path, audit.Options{})
	for range 3 {
		_, err := l.Intent(plan("user.ban", ""))
		require.NoError(t, err)
	}
	n := 0
	for _, err := range audit.Read(path, audit.Filter{}) {
		require.NoError(t, err)
		n++
		break
	}
	assert.Equal(t, 1, n)
}

func TestAnIntentThatCannotBeWrittenGivesNoTicket(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "audit.jsonl")
	l := open(t, path, audit.Options{})
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Mkdir(path, 0o700)) // also root cannot write a directory
	ticket, err := l.Intent(plan("user.ban", ""))
	require.ErrorContains(t, err, "write the audit log")
	assert.Nil(t, ticket)
}

func TestOpenTellsAtOnceThatTheLogCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	_, err := audit.Open(filepath.Join(dir, "file", "audit.jsonl"), audit.Options{})
	assert.ErrorContains(t, err, "audit directory")
	_, err = audit.Open(dir, audit.Options{})
	assert.ErrorContains(t, err, "open the audit log")
}

func TestAnIntentWithoutRequestsIsRefused(t *testing.T) {
	m := audit.NewMemory(audit.Options{})
	_, err := m.Intent(audit.Plan{Action: "user.ban"})
	assert.Error(t, err)
	assert.Empty(t, m.Entries())
}

func TestNoTicketWithoutRandomness(t *testing.T) {
	m := audit.NewMemory(audit.Options{Rand: bytes.NewReader(nil)})
	_, err := m.Intent(plan("user.ban", ""))
	assert.ErrorContains(t, err, "audit id")
}

func TestMemoryKeepsTheNewest(t *testing.T) {
	m := audit.NewMemory(audit.Options{Now: func() time.Time { return noon }})
	for i := range 1005 {
		_, err := m.Intent(plan("user.ban", fmt.Sprint(i)))
		require.NoError(t, err)
	}
	got := m.Entries()
	require.Len(t, got, 1000)
	assert.Equal(t, "1004", got[999].Reason)
}

func TestInstanceIsNamedOnceKnown(t *testing.T) {
	m := audit.NewMemory(audit.Options{})
	_, err := m.Intent(plan("user.ban", ""))
	require.NoError(t, err)
	m.SetInstance("ins_9")
	_, err = m.Intent(plan("user.ban", ""))
	require.NoError(t, err)
	assert.Empty(t, m.Entries()[0].Instance)
	assert.Equal(t, "ins_9", m.Entries()[1].Instance)
}
