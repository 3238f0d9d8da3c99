package users_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
)

func ids(users []*api.User) []api.ID {
	out := make([]api.ID, 0, len(users))
	for _, u := range users {
		out = append(out, u.ID)
	}
	return out
}

func TestWhatAFilterHidesIsNotMarkedForActs(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.people[0].Banned = true
		dr, s := start(t, d)
		dr.Press("space", "space", "space")
		dr.Contains("3 marked")
		search(dr, "person00001")
		dr.Contains("1 marked · +2 hidden")
		assert.Equal(t, []api.ID{"user_person00001"}, ids(s.page.Marked()))
		dr.Press("2")
		dr.Contains("1 marked · +2 hidden")
		assert.Equal(t, []api.ID{"user_person00000"}, ids(s.page.Marked()))
		dr.Paste("person00200@x.example")
		dr.Contains(" · +3 hidden")
		assert.Empty(t, s.page.Marked(), "an act would be about the one who was pasted")
		dr.Press("1")
		dr.Contains("3 marked")
		dr.Lacks("hidden")
		assert.Equal(t, []api.ID{"user_person00000", "user_person00001", "user_person00002"}, ids(s.page.Marked()))
		search(dr, "person00001")
		s.page.ClearMarks()
		dr.Press("esc")
		assert.Empty(t, s.page.Marked(), "clearing takes the hidden ones away, too")
	})
}

func TestMarksAndCursorSurviveARefresh(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := start(t, d)
		dr.Press("space", "space")
		before := s.page.Current().ID
		d.mu.Lock()
		newer := *d.people[1]
		newer.Banned = true
		d.people[1] = &newer
		d.people = append([]*api.User{person(7001), person(7002)}, d.people...)
		d.mu.Unlock()
		dr.Press("R")
		assert.Equal(t, before, s.page.Current().ID, "the cursor follows its user")
		dr.Contains("2 marked")
		require.Len(t, s.page.Marked(), 2)
		assert.True(t, s.page.Marked()[1].Banned, "in its newest record")
	})
}

func TestARangeKeepsItsUserWhenRowsMove(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := start(t, d)
		dr.Press("j", "j", "v")
		d.mu.Lock()
		d.people = append([]*api.User{person(7001)}, d.people...)
		d.mu.Unlock()
		dr.Press("R", "j", "v")
		assert.Equal(t, []api.ID{"user_person00002", "user_person00003"}, ids(s.page.Marked()))
	})
}

func TestMarksByOrganizationAreShownWhereTheyWereSeen(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.ignore = true
		dr, s := startWith(t, d, acme())
		for range 5 {
			dr.Press("space")
		}
		search(dr, "org:acme")
		assert.Equal(t, []api.ID{"user_person00003"}, ids(s.page.Marked()), "a record does not tell its organizations; the list does")
		dr.Contains("1 marked · +4 hidden")
	})
}

func TestMarkingAgainMarksOnce(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := start(t, d)
		dr.Press("space", "k", "space", "k", "space")
		assert.Equal(t, []api.ID{"user_person00000"}, ids(s.page.Marked()))
	})
}

func TestMarkingAllReadsAllThatMatch(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1234)
		dr, s := start(t, d)
		dr.Press("A")
		dr.Contains("50 marked")
		dr.Press("A")
		assert.Len(t, s.page.Marked(), 1234)
		assert.Empty(t, s.said)
	})
}
