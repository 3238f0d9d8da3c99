package bulk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/guard"
	"usher/ui/bulk"
)

// slow bans after a second.
type slow struct{ bulk.Users }

func (slow) BulkBan(_ context.Context, ids []api.ID) ([]*api.User, error) {
	<-time.After(time.Second) // of the bubble's clock
	out := make([]*api.User, len(ids))
	for i, id := range ids {
		out[i] = &api.User{ID: id, Banned: true}
	}
	return out, nil
}

// Leaving in the middle of a batch sends nothing more, and loses no outcome.
func TestShutdownWaitsForTheOutcomeUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := audit.NewMemory(audit.Options{})
		r := bulk.New(bulk.Deps{Base: t.Context(), Users: slow{}, Gate: guard.New(guard.Options{}), Audit: log.Log})
		act, ok := bulk.Of("user.ban")
		require.True(t, ok)
		users := make([]*api.User, 120)
		for i := range users {
			users[i] = &api.User{ID: api.ID("user_" + string(rune('a'+i/26)) + string(rune('a'+i%26)))}
		}
		cmd := r.Start(act, users, "")
		answer := make(chan any, 1)
		go func() { answer <- cmd() }()
		synctest.Wait()
		r.Shutdown(t.Context())
		assert.Len(t, log.Entries(), 2, "the intent and the outcome of the request under way")
		step, ok := (<-answer).(bulk.Step)
		require.True(t, ok)
		last, ok := step.Next().(bulk.Finished)
		require.True(t, ok)
		assert.True(t, last.Stopped)
		assert.Len(t, last.Users, 50)
		assert.Len(t, log.Entries(), 2, "nothing more was sent")
	})
}
