package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/disk"
)

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	require.NoError(t, disk.Replace(path, []byte("one"), 0o640, nil))
	assert.Equal(t, "one", content(t, path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		assert.Equal(t, fs.FileMode(0o640), info.Mode().Perm())
	}

	overtaken := errors.New("overtaken")
	require.ErrorIs(t, disk.Replace(path, []byte("two"), 0o600, func() error { return overtaken }), overtaken)
	assert.Equal(t, "one", content(t, path))
	require.NoError(t, disk.Replace(path, []byte("three"), 0o600, func() error { return nil }))
	assert.Equal(t, "three", content(t, path))
	require.Error(t, disk.Replace(filepath.Join(dir, "none", "a"), nil, 0o600, nil))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "full", "x"), 0o700))
	require.Error(t, disk.Replace(filepath.Join(dir, "full"), nil, 0o600, nil), "a folder is not replaced")

	left, err := filepath.Glob(filepath.Join(dir, disk.Unfinished+"*"))
	require.NoError(t, err)
	assert.Empty(t, left, "nothing is left behind")
}

func TestAFileThatCannotBePutThereIsToldByItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "full"), 0o700))
	err := disk.Replace(path, []byte("one"), 0o600, nil)
	require.ErrorContains(t, err, "replace "+path)
	assert.NotContains(t, err.Error(), disk.Unfinished)
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		require.NoError(t, err)
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	first, second := open(), open()
	err := disk.Lock(first)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("there are no locks here")
	}
	require.NoError(t, err)
	require.ErrorIs(t, disk.Lock(second), disk.ErrHeld)
	require.NoError(t, first.Close())
	require.NoError(t, disk.Lock(second))
}
