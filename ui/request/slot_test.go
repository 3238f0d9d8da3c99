package request_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/ui/request"
)

func TestNewerRequestCancelsOlder(t *testing.T) {
	var s request.Slot
	ctx1, g1 := s.Start(context.Background())
	ctx2, g2 := s.Start(context.Background())

	assert.ErrorIs(t, ctx1.Err(), context.Canceled)
	assert.NoError(t, ctx2.Err())
	assert.False(t, s.Fresh(g1))
	assert.True(t, s.Fresh(g2))
	assert.False(t, s.Done(g1), "a stale reply must not end the newer request")
	assert.True(t, s.Busy())
	assert.True(t, s.Done(g2))
	assert.False(t, s.Busy())
	assert.ErrorIs(t, ctx2.Err(), context.Canceled, "a finished request frees its context")
	assert.False(t, s.Done(g2), "a reply counts once")
}

func TestCancelMakesRepliesStale(t *testing.T) {
	var s request.Slot
	_, g := s.Start(context.Background())
	s.Cancel()
	assert.False(t, s.Fresh(g))
	assert.False(t, s.Busy())
}
