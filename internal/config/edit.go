package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"usher/internal/disk"
)

// newFile begins a configuration file that was not there.
const newFile = "# Settings of usher; `usher config` shows all of them.\n"

// errOvertaken tells that the file was changed between reading and writing.
var errOvertaken = errors.New("the file was changed by somebody else meanwhile")

// EditViews changes the views in a configuration file and returns them as they
// are now. The file is read again before, so that nothing of another edit is
// lost, and replaced in one step; everything in it but the views stays byte
// for byte, and so do the views that were not changed, with their comments.
// A missing file is made, readable by its owner only. Change gets the views of
// the file, or of builtIn when it holds none.
func EditViews(path string, builtIn []View, change func([]View) ([]View, error)) ([]View, error) {
	for range 3 {
		views, err := editViews(path, builtIn, change)
		if !errors.Is(err, errOvertaken) {
			return views, err
		}
	}
	return nil, fmt.Errorf("write %s: %w", path, errOvertaken)
}

func editViews(path string, builtIn []View, change func([]View) ([]View, error)) ([]View, error) {
	target, err := followLinks(path)
	if err != nil {
		return nil, err
	}
	raw, mode, err := readForEdit(target)
	if err != nil {
		return nil, err
	}
	before, err := parse(path, raw)
	if err != nil {
		return nil, fmt.Errorf("mend the file first: %w", err)
	}
	now := before.views
	if len(now) == 0 {
		now = builtIn
	}
	want, err := change(slices.Clone(now))
	if err != nil {
		return nil, err
	}
	if slices.EqualFunc(want, now, View.same) {
		return want, nil
	}
	if len(want) == 0 {
		return nil, errors.New("one view has to stay")
	}
	text, err := withViews(path, raw, before.views, want)
	if err != nil {
		return nil, err
	}
	return want, replace(target, raw, text, mode)
}

// withViews is the text of the file with other views. It is read again and
// compared, so that whatever the file looks like, it never comes to mean
// anything else than was wanted.
func withViews(path string, raw []byte, now, want []View) ([]byte, error) {
	before, err := parse(path, raw)
	if err != nil {
		return nil, err
	}
	t := readText(raw)
	if err := t.setViews(now, want); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	out := t.bytes()
	after, err := parse(path, out)
	if err != nil || !after.says(before, want) {
		return nil, fmt.Errorf("%s is written in a way that usher cannot change without harm; "+
			"write the list `views:` yourself, each on lines of its own", path)
	}
	return out, nil
}

// says reports whether a file holds views and besides them what another does.
func (f *file) says(before *file, views []View) bool {
	sameValue := func(a, b value) bool { return a.text == b.text }
	sameInstance := func(a, b Instance) bool {
		a.Origin, b.Origin = "", "" // lines may move
		return reflect.DeepEqual(a, b)
	}
	return slices.EqualFunc(f.views, views, View.same) && slices.EqualFunc(f.instances, before.instances, sameInstance) &&
		maps.EqualFunc(f.values, before.values, sameValue) &&
		maps.EqualFunc(f.keys, before.keys, slices.Equal)
}

// followLinks is the file that a path leads to, whether it is there or not: a
// link is kept and what it points to is replaced.
func followLinks(path string) (string, error) {
	for range 16 {
		to, err := os.Readlink(path)
		if err != nil {
			return path, nil //nolint:nilerr // no link
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", fmt.Errorf("%s is a link that leads nowhere", path)
}

// readForEdit reads a file that is to be replaced, with its permissions.
func readForEdit(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []byte(newFile), 0, nil
	case err != nil:
		return nil, 0, fmt.Errorf("read configuration: %w", err)
	case !info.Mode().IsRegular():
		return nil, 0, fmt.Errorf("%s is no ordinary file", path)
	case info.Mode().Perm()&0o200 == 0:
		return nil, 0, fmt.Errorf("%s is read-only", path)
	case info.Size() > maxFile:
		return nil, 0, fmt.Errorf("%s is larger than 1 MiB", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, fmt.Errorf("read configuration: %w", err)
	}
	return raw, info.Mode().Perm(), nil
}

// replace puts text in the place of a file in one step, if it still holds what
// was read. Mode 0 makes a new one.
func replace(path string, old, text []byte, mode fs.FileMode) error {
	dir := filepath.Dir(path)
	if mode == 0 {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make the folder of the configuration: %w", err)
		}
	}
	if mode == 0 {
		mode = 0o600
	}
	err := disk.Replace(path, text, mode, func() error {
		now, _, err := readForEdit(path)
		if err == nil && !bytes.Equal(now, old) {
			return errOvertaken
		}
		return err
	})
	if err != nil && !errors.Is(err, errOvertaken) {
		return fmt.Errorf("write configuration: %w", err)
	}
	return err
}
