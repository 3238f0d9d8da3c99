package drafts

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/disk"
)

// at returns a store whose clock is so much ahead of the files' times.
func at(dir string, ahead time.Duration) *Store {
	return Open(dir, func() time.Time { return time.Now().Add(ahead) })
}

func draft(id api.ID, saved time.Time, text string) Draft {
	return Draft{
		User: id, Name: "Alice " + string(id), Saved: saved, Edited: map[string]string{"public_metadata": text},
		Base: map[string]json.RawMessage{"public_metadata": json.RawMessage(`{"n":9007199254740993}`)},
	}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	out := make([]string, 0, len(list))
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func TestADraftIsReadAgainByItsUserOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := at(dir, 0)
	want := draft("user_1", time.Now().UTC(), "{")
	require.NoError(t, s.Put(s.Ticket(), want))
	got, err := at(dir, 0).Read("user_1")
	require.NoError(t, err)
	assert.Equal(t, want.Edited, got.Edited)
	assert.JSONEq(t, `{"n":9007199254740993}`, string(got.Base["public_metadata"]))
	got, err = s.Read("user_2")
	require.NoError(t, err)
	assert.Nil(t, got)

	info, err := os.Stat(filepath.Join(dir, entries(t, dir)[0]))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	info, err = os.Stat(dir)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())

	require.NoError(t, s.Forget(s.Ticket(), "user_1"))
	require.NoError(t, s.Forget(s.Ticket(), "user_1"), "twice is no error")
	assert.Empty(t, entries(t, dir))
}

func TestAnOlderChangeDoesNotOvertakeANewerOne(t *testing.T) {
	s := at(t.TempDir(), 0)
	first, second := s.Ticket(), s.Ticket()
	require.NoError(t, s.Forget(second, "user_1"))
	require.NoError(t, s.Put(first, draft("user_1", time.Now(), "old")))
	got, err := s.Read("user_1")
	require.NoError(t, err)
	assert.Nil(t, got)
}

func TestDraftsExpire(t *testing.T) {
	dir := t.TempDir()
	s := at(dir, 0)
	require.NoError(t, s.Put(s.Ticket(), draft("user_old", time.Now().Add(-Keep-time.Hour), "x")))
	require.NoError(t, s.Put(s.Ticket(), draft("user_young", time.Now().Add(-Keep+time.Hour), "y")))
	require.NoError(t, s.Put(s.Ticket(), draft("user_new", time.Now(), "z")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "0123.json"), []byte("{"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, disk.Unfinished+"1"), []byte("{"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "not-ours.txt"), nil, 0o600))

	list, err := s.List()
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, api.ID("user_new"), list[0].User, "newest first")
	assert.Equal(t, api.ID("user_young"), list[1].User)
	got, err := s.Read("user_old")
	require.NoError(t, err)
	assert.Nil(t, got)

	_, err = s.Sweep()
	require.NoError(t, err)
	assert.Len(t, entries(t, dir), 5, "only the old one is gone; what is damaged or half done may be young")
	_, err = at(dir, Keep+time.Minute).Sweep()
	require.NoError(t, err)
	assert.Equal(t, []string{"not-ours.txt"}, entries(t, dir))
}

func TestAStoreWithoutAFolderKeepsNothing(t *testing.T) {
	s := at("", 0)
	require.NoError(t, s.Put(s.Ticket(), draft("user_1", time.Now(), "x")))
	list, err := s.List()
	require.NoError(t, err)
	assert.Empty(t, list)
	got, err := s.Read("user_1")
	require.NoError(t, err)
	assert.Nil(t, got)
}

func TestAnEditorsFileIsPrivateAndRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	e, err := at(dir, 0).Edit("public_metadata", `{"a":1}`, Draft{})
	require.NoError(t, err)
	for path, mode := range map[string]os.FileMode{e.Path(): 0o600, filepath.Dir(e.Path()): 0o700, filepath.Join(filepath.Dir(e.Path()), marker): 0o600} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), path)
	}
	assert.Equal(t, "public_metadata.json", filepath.Base(e.Path()))
	text, err := e.Text()
	require.NoError(t, err)
	assert.Equal(t, `{"a":1}`, text)
	require.NoError(t, e.Close())
	assert.Empty(t, entries(t, dir))
}

// killed leaves an editor's folder as a program does that was killed: the
// kernel has freed the lock.
func killed(t *testing.T, dir, typed string, kept Draft) string {
	t.Helper()
	e, err := at(dir, 0).Edit("public_metadata", `{"a":1}`, kept)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(e.Path(), []byte(typed), 0o600))
	require.NoError(t, e.lock.Close())
	return filepath.Dir(e.Path())
}

func TestWhatAKilledProgramLeftIsRemovedAndItsTextKept(t *testing.T) {
	dir := t.TempDir()
	left := killed(t, dir, "{\"a\":2}\n", draft("user_1", time.Now().Add(-time.Hour), "{}"))
	_, err := at(dir, 0).Sweep()
	require.NoError(t, err)
	assert.DirExists(t, left, "its program may be about to take the lock")

	found, err := at(dir, 2*time.Minute).Sweep()
	require.NoError(t, err)
	assert.Equal(t, []string{"Alice user_1"}, found)
	assert.NoDirExists(t, left)
	got, err := at(dir, 0).Read("user_1")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"public_metadata": `{"a":2}`}, got.Edited)
}

func TestAnEditorWithoutAChangeLeavesNoDraft(t *testing.T) {
	dir := t.TempDir()
	killed(t, dir, "{\"a\":1}\n", draft("user_1", time.Now(), "{}"))
	found, err := at(dir, time.Hour).Sweep()
	require.NoError(t, err)
	assert.Empty(t, found)
	assert.Empty(t, entries(t, dir))
}

func TestANewerDraftStays(t *testing.T) {
	dir := t.TempDir()
	killed(t, dir, "{\"a\":2}\n", draft("user_1", time.Now(), "{}"))
	s := at(dir, time.Hour)
	require.NoError(t, s.Put(s.Ticket(), draft("user_1", time.Now().Add(time.Minute), "newer")))
	found, err := s.Sweep()
	require.NoError(t, err)
	assert.Empty(t, found)
	got, err := s.Read("user_1")
	require.NoError(t, err)
	assert.Equal(t, "newer", got.Edited["public_metadata"])
}

func TestFoldersOfOthersAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	s := at(dir, 0)
	running, err := s.Edit("public_metadata", "{}", Draft{})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(running.Path(), []byte("typed"), 0o600))
	open := filepath.Join(dir, folder+"open")
	require.NoError(t, os.Mkdir(open, 0o755))
	require.NoError(t, os.Chmod(open, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(open, marker), nil, 0o600))
	target := t.TempDir()
	require.NoError(t, os.Symlink(target, filepath.Join(dir, folder+"link")))
	other := filepath.Join(dir, "something-else")
	require.NoError(t, os.Mkdir(other, 0o700))
	bare := filepath.Join(dir, folder+"bare")
	require.NoError(t, os.Mkdir(bare, 0o700))

	_, err = at(dir, time.Hour).Sweep()
	require.NoError(t, err)
	assert.DirExists(t, bare, "its marker may still come")
	_, err = at(dir, 40*24*time.Hour).Sweep()
	require.NoError(t, err)
	assert.FileExists(t, running.Path(), "its program runs, for however long")
	assert.DirExists(t, open, "others can write to it")
	assert.DirExists(t, target)
	assert.FileExists(t, filepath.Join(dir, folder+"link"), "a link is no folder")
	assert.DirExists(t, other)
	assert.NoDirExists(t, bare)
}

func TestAnEditorsTextIsBounded(t *testing.T) {
	e, err := at(t.TempDir(), 0).Edit("public_metadata", "{}", Draft{})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(e.Path(), make([]byte, maxText+1), 0o600))
	_, err = e.Text()
	require.ErrorContains(t, err, "larger than 1 MB")
	require.NoError(t, os.WriteFile(e.Path(), []byte{0xff}, 0o600))
	_, err = e.Text()
	require.ErrorContains(t, err, "not UTF-8")
}
