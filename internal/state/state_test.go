package state

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/disk"
)

func open(t *testing.T, dir string, opts ...Option) *Store {
	t.Helper()
	s, err := Open(dir, "abc", opts...)
	require.NoError(t, err)
	return s
}

func add(t *testing.T, s *Store, texts ...string) {
	t.Helper()
	for _, text := range texts {
		s.History().Add(text)
	}
	require.NoError(t, s.History().Flush())
}

func TestHistoryOutlivesTheProgram(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	_, err := os.Stat(filepath.Join(dir, "abc"))
	require.ErrorIs(t, err, os.ErrNotExist, "nothing is created before something is written")
	add(t, s, "alice", " banned:yes\n created:<1d ", "alice", "")
	assert.Equal(t, []string{"alice", "banned:yes created:<1d"}, s.History().Entries())
	assert.Equal(t, s.History().Entries(), open(t, dir).History().Entries())

	other, err := Open(dir, "def")
	require.NoError(t, err)
	assert.Empty(t, other.History().Entries(), "each instance has its own")

	for path, mode := range map[string]os.FileMode{"abc": 0o700, "abc/history.json": 0o600, "abc/lock": 0o600} {
		info, err := os.Stat(filepath.Join(dir, path))
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), path)
	}
}

func TestNothingToWrite(t *testing.T) {
	s := Memory()
	assert.True(t, s.History().Add("alice"))
	require.NoError(t, s.History().Flush())
	assert.Equal(t, []string{"alice"}, s.History().Entries())
	require.NoError(t, s.SaveSession(Session{View: "Banned"}))
	assert.Equal(t, "Banned", s.Session().View)

	d := open(t, t.TempDir())
	add(t, d, "alice")
	assert.False(t, d.History().Add("alice"), "it is the newest already")
	assert.False(t, d.History().Add(" \n"))
	assert.False(t, d.History().Add("\xff\xfe"))
	assert.False(t, d.History().Add(strings.Repeat("a b ", 400)))
}

func TestHistoryIsBounded(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for i := range maxEntries + 20 {
		s.History().Add(fmt.Sprintf("search %d", i))
	}
	require.NoError(t, s.History().Flush())
	got := open(t, dir).History().Entries()
	assert.Len(t, got, maxEntries)
	assert.Equal(t, "search 519", got[0])
}

// Several dashboards of an instance add to the same file; nobody's searches
// are lost.
func TestDashboardsShareAHistory(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for n := range 4 {
		s := open(t, dir)
		wg.Go(func() {
			for i := range 10 {
				s.History().Add(fmt.Sprintf("search %d %d", n, i))
				assert.NoError(t, s.History().Flush())
			}
		})
	}
	wg.Wait()
	assert.Len(t, open(t, dir).History().Entries(), 40)
	left, err := filepath.Glob(filepath.Join(dir, "abc", disk.Unfinished+"*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestDamagedFilesArePutAside(t *testing.T) {
	for name, content := range map[string]string{
		"cut off": `{"version": 1, "entries": ["ali`, "empty": "", "other": `[1, 2]`, "wrong kind": `{"version": 1, "entries": 7, "view": 7}`,
		"without version": `{"entries": ["alice"]}`, "bytes": "\x00\x01\xff",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			home := filepath.Join(dir, "abc")
			require.NoError(t, os.Mkdir(home, 0o700))
			for _, file := range []string{"history.json", "session.json"} {
				require.NoError(t, os.WriteFile(filepath.Join(home, file), []byte(content), 0o600))
			}
			s, err := Open(dir, "abc")
			require.ErrorIs(t, err, errDamaged)
			assert.ErrorContains(t, err, "history.json.damaged")
			assert.ErrorContains(t, err, "session.json is damaged; it was put aside as session.json.damaged and begun anew")
			kept, err := os.ReadFile(filepath.Join(home, "history.json.damaged"))
			require.NoError(t, err)
			assert.Equal(t, content, string(kept))
			add(t, s, "alice")
			require.NoError(t, s.SaveSession(Session{Row: 7}))
			s = open(t, dir)
			assert.Equal(t, []string{"alice"}, s.History().Entries())
			assert.Equal(t, 7, s.Session().Row)
		})
	}
}

func TestWhatALaterProgramWroteIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	home := filepath.Join(dir, "abc")
	require.NoError(t, os.Mkdir(home, 0o700))
	content := []byte(`{"version": 99, "entries": {"new": "shape"}}`)
	for _, file := range []string{"history.json", "session.json"} {
		require.NoError(t, os.WriteFile(filepath.Join(home, file), content, 0o600))
	}
	s, err := Open(dir, "abc")
	require.ErrorIs(t, err, errNewer)
	s.History().Add("alice")
	require.NoError(t, s.History().Flush())
	assert.Equal(t, []string{"alice"}, s.History().Entries(), "it is remembered until the end")
	require.ErrorIs(t, s.SaveSession(Session{Row: 7}), errNewer)
	for _, file := range []string{"history.json", "session.json"} {
		kept, err := os.ReadFile(filepath.Join(home, file))
		require.NoError(t, err)
		assert.Equal(t, content, kept)
	}
}

// What goes wrong is told and nothing else stops working.
func TestUnwritableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	s, err := Open(file, "abc")
	require.Error(t, err)
	s.History().Add("alice")
	require.Error(t, s.History().Flush())
	assert.Equal(t, []string{"alice"}, s.History().Entries())
	require.Error(t, s.SaveSession(Session{Row: 7}))

	_, err = Open(t.TempDir(), "../abc")
	require.Error(t, err)
}

func TestFlushedLater(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	home := filepath.Join(dir, "abc")
	require.NoError(t, os.WriteFile(home, nil, 0o600))
	s.History().Add("alice")
	require.Error(t, s.History().Flush())
	require.NoError(t, os.Remove(home))
	s.History().Add("bob")
	require.NoError(t, s.History().Flush())
	assert.Equal(t, []string{"bob", "alice"}, open(t, dir).History().Entries())
}

func TestSession(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	assert.Zero(t, s.Session())
	want := Session{View: "Banned", Query: "email~spam", Order: "-last_sign_in_at", Cursor: "user_2abcDEF", Row: 120, After: "user_1"}
	require.NoError(t, s.SaveSession(want))
	assert.Equal(t, want, open(t, dir).Session())

	want.Query = "password=hunter2"
	require.NoError(t, s.SaveSession(want))
	assert.Equal(t, Session{View: "Banned", Order: "-last_sign_in_at"}, open(t, dir).Session(), "a place in an unknown list is none")
}

func TestTurningPrivacyOnCleansUp(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	add(t, s, "banned:yes", "alice@acme.example", "+43 660 1234567")
	require.NoError(t, s.SaveSession(Session{Query: "alice@acme.example", Cursor: "user_2abcDEF", Row: 3}))
	s = open(t, dir, Private(true))
	assert.Equal(t, []string{"banned:yes"}, s.History().Entries())
	assert.Zero(t, s.Session())
	for _, file := range []string{"history.json", "session.json"} {
		b, err := os.ReadFile(filepath.Join(dir, "abc", file))
		require.NoError(t, err)
		for _, text := range []string{"alice", "1234567", "user_2abc"} {
			assert.NotContains(t, string(b), text, file)
		}
	}
	require.NoError(t, s.SaveSession(Session{Query: "banned:yes", Cursor: "user_2abcDEF", Row: 3, After: "user_2abcDEG"}))
	assert.Equal(t, Session{Query: "banned:yes", Row: 3}, open(t, dir, Private(true)).Session())
}

func TestInstance(t *testing.T) {
	a, b := Instance("https://api.clerk.com/v1", "sk_test_1"), Instance("https://api.clerk.com/v1", "sk_test_2")
	assert.Len(t, a, 12)
	assert.NotEqual(t, a, b)
	assert.NotEqual(t, Instance("a", "bc"), Instance("ab", "c"))
	assert.True(t, named(a))
	assert.True(t, named(Demo))
}

// An entry of a file survives whatever it holds.
func FuzzHistory(f *testing.F) {
	for _, s := range []string{"alice", "email:alice@acme.example", "\x00", "a\tb\nc", `"`, "é", "\x1b[31m"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, private bool) {
		dir := t.TempDir()
		s, err := Open(dir, "abc", Private(private))
		require.NoError(t, err)
		kept := s.History().Add(text)
		if err := s.History().Flush(); err != nil && !errors.Is(err, os.ErrPermission) {
			t.Fatal(err)
		}
		again, err := Open(dir, "abc", Private(private))
		require.NoError(t, err)
		assert.Equal(t, s.History().Entries(), again.History().Entries())
		assert.Equal(t, kept, len(again.History().Entries()) == 1)
		for _, e := range again.History().Entries() {
			assert.NotContains(t, e, "\n")
			assert.NotContains(t, e, "\x1b")
		}
	})
}
