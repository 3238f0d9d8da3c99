package export_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/export"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

// reader is a server with so many sessions, and an answer of its own for each
// kind.
type reader struct {
	sessions int
	fail     map[string]error
	offsets  []int
}

func (r *reader) GetUser(_ context.Context, id api.ID) (*api.User, error) {
	return &api.User{ID: id, Raw: json.RawMessage(`{"id":"` + string(id) + `","n":9007199254740993,"s":"<é>"}`)}, r.fail["user"]
}

func (r *reader) OrganizationMemberships(context.Context, api.ID, api.Page) (*api.List[api.Membership], error) {
	if err := r.fail["memberships"]; err != nil {
		return nil, err
	}
	return &api.List[api.Membership]{Data: []api.Membership{{Raw: json.RawMessage(`{"role":"org:admin"}`)}}, TotalCount: 1}, nil
}

func (r *reader) OrganizationInvitations(context.Context, api.ID, api.InvitationListParams) (*api.List[api.OrganizationInvitation], error) {
	if err := r.fail["invitations"]; err != nil {
		return nil, err
	}
	return &api.List[api.OrganizationInvitation]{TotalCount: -1}, nil
}

func (r *reader) ListSessions(_ context.Context, p api.SessionListParams) (*api.List[api.Session], error) {
	if err := r.fail["sessions"]; err != nil {
		return nil, err
	}
	r.offsets = append(r.offsets, p.Offset)
	list := &api.List[api.Session]{TotalCount: int64(r.sessions)}
	for i := p.Offset; i < min(r.sessions, p.Offset+p.Limit); i++ {
		list.Data = append(list.Data, api.Session{Raw: json.RawMessage(`{"status":"active"}`)})
	}
	return list, nil
}

func (r *reader) TrustedDevices(context.Context, api.ID) (*api.List[api.TrustedDevice], error) {
	if err := r.fail["devices"]; err != nil {
		return nil, err
	}
	return &api.List[api.TrustedDevice]{Data: []api.TrustedDevice{{Raw: json.RawMessage(`{"name":"iPhone"}`)}}, TotalCount: 1}, nil
}

func clock() func() time.Time {
	at := noon
	return func() time.Time { at = at.Add(time.Second); return at }
}

func TestTheBundleHoldsEverythingWithItsTime(t *testing.T) {
	r := &reader{sessions: 1001}
	var told []string
	b, u, err := export.Collect(t.Context(), r, "user_1", clock(), func(done, total int, what string) {
		assert.Equal(t, 5, total)
		assert.Len(t, told, done)
		told = append(told, what)
	})
	require.NoError(t, err)
	assert.Equal(t, api.ID("user_1"), u.ID)
	assert.Equal(t, []string{"user", "organization_memberships", "organization_invitations", "sessions", "trusted_devices"}, told)
	assert.Equal(t, []int{0, 500, 1000}, r.offsets, "all pages")
	require.Len(t, b.Parts, 5)
	for i, p := range b.Parts {
		assert.Equal(t, noon.Add(time.Duration(i+2)*time.Second), p.FetchedAt)
		assert.NotEmpty(t, p.Operation)
		assert.Empty(t, p.NotAvailable)
	}
	assert.Len(t, b.Parts[3].Data, 1001)
	assert.EqualValues(t, 1001, *b.Parts[3].TotalCount)
	assert.Nil(t, b.Parts[2].TotalCount)
	assert.NotNil(t, b.Parts[2].Data, "an empty list is not nothing")
}

func TestTheFileIsPrivateAndItsSumIsTrue(t *testing.T) {
	b, _, err := export.Collect(t.Context(), &reader{sessions: 1}, "user_1", clock(), nil)
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "a", "b")
	f, err := export.Write(dir, b)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "user_1-20260303T120001Z.json"), f.Path)
	raw, err := os.ReadFile(f.Path)
	require.NoError(t, err)
	sum := sha256.Sum256(raw)
	assert.Equal(t, hex.EncodeToString(sum[:]), f.SHA256)
	assert.EqualValues(t, len(raw), f.Size)
	info, err := os.Stat(f.Path)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	info, err = os.Stat(dir)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o700), info.Mode().Perm())
	assert.Contains(t, string(raw), "9007199254740993", "digit for digit")
	assert.Contains(t, string(raw), "<é>", "as it was sent")
	var back export.Bundle
	require.NoError(t, json.Unmarshal(raw, &back))
	assert.Equal(t, export.Format, back.Format)
	assert.Len(t, back.Parts, 5)

	again, err := export.Write(dir, b)
	require.NoError(t, err)
	assert.NotEqual(t, f.Path, again.Path, "nothing is overwritten")
	assert.Equal(t, f.SHA256, again.SHA256)
}

func TestWhatTheInstanceDoesNotHave(t *testing.T) {
	off := &api.Error{Status: 403, Items: []api.ErrorItem{{Code: "organization_not_enabled_in_instance"}}}
	b, _, err := export.Collect(t.Context(), &reader{fail: map[string]error{
		"memberships": off, "invitations": off, "devices": &api.Error{Status: 404},
	}}, "user_1", clock(), nil)
	require.NoError(t, err)
	assert.Equal(t, "organization_not_enabled_in_instance", b.Parts[1].NotAvailable)
	assert.Nil(t, b.Parts[1].Data)
	assert.Nil(t, b.Parts[1].TotalCount)
	assert.Equal(t, "not_known_to_this_version", b.Parts[4].NotAvailable)
}

func TestABundleIsNeverHalf(t *testing.T) {
	for _, part := range []string{"user", "memberships", "invitations", "sessions", "devices"} {
		for _, failure := range []error{
			errors.New("no route"), &api.Error{Status: 500}, &api.Error{Status: 403, Items: []api.ErrorItem{{Code: "authorization_invalid"}}},
			&api.Error{Status: 404, Items: []api.ErrorItem{{Code: "resource_not_found"}}},
		} {
			b, u, err := export.Collect(t.Context(), &reader{fail: map[string]error{part: failure}}, "user_1", clock(), nil)
			require.ErrorIs(t, err, failure, part)
			assert.Nil(t, u)
			assert.Empty(t, b.Parts)
		}
	}
	_, _, err := export.Collect(t.Context(), &reader{fail: map[string]error{"user": &api.Error{Status: 404}}}, "user_1", clock(), nil)
	assert.Error(t, err, "a user who does not exist is no empty bundle")
}

func TestEndlessLists(t *testing.T) {
	_, _, err := export.Collect(t.Context(), &reader{sessions: 1 << 30}, "user_1", clock(), nil)
	assert.ErrorContains(t, err, "does not end")
}

func TestNoFileIsLeftAfterAnError(t *testing.T) {
	_, err := export.Write(t.TempDir(), export.Bundle{UserID: "../x"})
	assert.ErrorContains(t, err, "no usable user id")
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = export.Write(file, export.Bundle{UserID: "user_1"})
	assert.ErrorContains(t, err, "make the export directory")
	dir := t.TempDir()
	_, err = export.Write(dir, export.Bundle{UserID: "user_1", Parts: []export.Part{{Data: []json.RawMessage{json.RawMessage("{")}}}})
	assert.ErrorContains(t, err, "encode the export")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}
