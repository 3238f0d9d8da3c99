package ui_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	tea "charm.land/bubbletea/v2"

	"usher/internal/emulator"
	"usher/ui"
)

// outside does a request beside the dashboard, as somebody else would.
func (r *rig) outside(t *testing.T, method, path, body string) map[string]any {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, "https://x.example/v1"+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+emulator.DemoKey)
	req.Header.Set("Content-Type", "application/json")
	got, err := r.server.Transport().RoundTrip(req)
	require.NoError(t, err)
	defer got.Body.Close()
	require.Equal(t, http.StatusOK, got.StatusCode)
	var out map[string]any
	require.NoError(t, json.NewDecoder(got.Body).Decode(&out))
	return out
}

func lists(r *rig) (n int) {
	for _, sent := range r.wire.since(0) {
		if strings.HasPrefix(sent, "GET /v1/users?") {
			n++
		}
	}
	return n
}

func TestLiveListFromTheCommandLine(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before := lists(r)
		r.Advance(5 * time.Minute)
		assert.Equal(t, before, lists(r), "off by default")
		r.Press(":")
		r.Type("live 5s")
		r.Press("enter")
		r.Contains("10s or more")
		r.Press("esc", ":")
		r.Type("live 30s")
		r.Press("enter")
		r.Contains("live 30s", "+ is new")
		r.Press("j")
		row := rowUnderCursor(r)
		r.outside(t, http.MethodPost, "/users", `{"email_address": ["new.person@acme.example"], "first_name": "New", "last_name": "Person", "password": "long enough 4 it"}`)
		r.Advance(30 * time.Second)
		r.Contains("+ New Person")
		assert.Equal(t, row, rowUnderCursor(r))

		r.Press("B") // a dialog: nothing is read beneath it
		n := lists(r)
		r.Advance(2 * time.Minute)
		assert.Equal(t, n, lists(r))
		r.Press("esc")
		r.Send(tea.BlurMsg{})
		r.Advance(2 * time.Minute)
		assert.Equal(t, n, lists(r), "nobody looks")
		r.Send(tea.FocusMsg{})
		r.Advance(time.Minute)
		assert.Greater(t, lists(r), n)
		r.Lacks("+ New Person")

		r.Press(":")
		r.Type("live off")
		r.Press("enter")
		r.Lacks("live 30s   ")
		n = lists(r)
		r.Advance(5 * time.Minute)
		assert.Equal(t, n, lists(r))
	})
}

func TestLiveListRestsInScans(t *testing.T) {
	scenario(t, setup{options: func(o *ui.Options) { o.Live = 10 * time.Second }}, func(t *testing.T, r *rig) {
		r.Contains("live 10s")
		r.Press("/")
		r.Type("locked:yes")
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("live, not in scans")
		n := lists(r)
		r.Advance(time.Minute)
		assert.Equal(t, n, lists(r))
	})
}

func TestTheHelpTellsTheSigns(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Press("?")
		r.Type("live")
		r.Contains("new since the last look", "has changed", "not in this list any more", ":live")
	})
}
