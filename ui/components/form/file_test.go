package form_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui/components/form"
)

// shelf is a home directory with files, and a form that asks for one.
func shelf(t *testing.T) (string, form.Options) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	for name, size := range map[string]int{
		"pictures/alice.png": 1500, "pictures/alice-large.png": 3_000_000, "pictures/bob.jpg": 10, "pictures/notes.txt": 5,
		"pictures/empty.png": 0, ".hidden/secret.png": 7, "Über uns/李.png": 20,
	} {
		path := filepath.Join(home, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, make([]byte, size), 0o600))
	}
	return home, form.Options{ID: "f", Title: "Picture", Fields: []form.Field{
		{ID: "file", Label: "File", Kind: form.File, Required: true, Limit: 2_000_000, Extensions: []string{".png", ".jpg"}},
		{ID: "note", Label: "Note"},
	}}
}

func TestTabCompletesPaths(t *testing.T) {
	home, o := shelf(t)
	open(t, o, 80, 24, func(r *rig) {
		r.Type("~/pi")
		r.Contains("pictures/")
		r.Press("tab")
		r.Contains("~/pictures/", "alice-large.png", "alice.png", "bob.jpg", "notes.txt")
		r.Lacks("a directory")
		r.Type("a")
		r.Press("tab")
		r.Contains("› ~/pictures/alice")
		r.Press("tab")
		r.Contains("▸ File")
		r.Type(".")
		r.Press("tab")
		r.Contains("~/pictures/alice.png", "✓ 1.5 kB")
		r.Press("tab")
		r.Contains("▸ Note")
		r.Press("ctrl+s")
		assert.Equal(t, home+"/pictures/alice.png", r.result().Values["file"])
	})
}

func TestHiddenFilesOnlyWhenAsked(t *testing.T) {
	_, o := shelf(t)
	open(t, o, 80, 24, func(r *rig) {
		r.Type("~/")
		r.Lacks(".hidden")
		r.Type(".")
		r.Contains(".hidden/")
		r.Press("tab", "tab")
		r.Contains("~/.hidden/secret.png", "✓ 7 B")
	})
}

func TestCompletionIgnoresCaseWhereItMust(t *testing.T) {
	_, o := shelf(t)
	open(t, o, 80, 24, func(r *rig) {
		r.Type("~/über")
		r.Press("tab", "tab")
		r.Contains("Über uns/李.png", "✓ 20 B")
	})
}

func TestFileProblems(t *testing.T) {
	home, o := shelf(t)
	for path, want := range map[string]string{
		"~/nobody.png":               "✗ no such file",
		"~/pictures":                 "✗ a directory; choose a file in it",
		"~/pictures/alice-large.png": "✗ 3.0 MB, at most 2.0 MB",
		"~/pictures/notes.txt":       "✗ only .png, .jpg",
		"~/pictures/empty.png":       "✗ the file is empty",
		"/dev/null":                  "✗ not a regular file",
	} {
		open(t, o, 80, 24, func(r *rig) {
			r.Paste(path)
			r.Press("down")
			r.Contains(want)
			r.Press("ctrl+s")
			assert.Empty(t, r.host.results, path)
			r.Contains("look again at File")
		})
	}
	locked := filepath.Join(home, "locked.png")
	require.NoError(t, os.WriteFile(locked, []byte("x"), 0o000))
	if f, err := os.Open(locked); err == nil {
		f.Close()
		t.Skip("whoever runs the test may read every file")
	}
	open(t, o, 80, 24, func(r *rig) {
		r.Paste(locked)
		r.Contains("✗ not allowed to read it")
	})
}

// A file dropped on a terminal arrives as a quoted paste.
func TestDroppedFiles(t *testing.T) {
	home, o := shelf(t)
	path := home + "/Über uns/李.png"
	for _, drop := range []string{
		path, "'" + path + "' ", `"` + path + `"`, home + `/Über\ uns/李.png`, "file://" + home + "/%C3%9Cber%20uns/%E6%9D%8E.png\r\n",
	} {
		open(t, o, 80, 24, func(r *rig) {
			r.Paste(drop)
			r.Contains("✓ 20 B")
			r.Press("ctrl+z")
			assert.Empty(t, r.form.Values()["file"])
			r.Paste(drop)
			r.Press("ctrl+s")
			assert.Equal(t, path, r.result().Values["file"])
		})
	}
}

// A form is submitted with what stands there now: a path that was never
// looked at is looked at first.
func TestSubmitWaitsForTheFile(t *testing.T) {
	_, o := shelf(t)
	open(t, o, 80, 24, func(r *rig) {
		r.form.SetValues(map[string]string{"file": "~/pictures/nobody.png"})
		r.Press("ctrl+s")
		assert.Empty(t, r.host.results)
		r.Contains("✗ no such file")
		r.form.SetValues(map[string]string{"file": "~/pictures/bob.jpg"})
		r.Press("ctrl+s")
		assert.True(t, r.result().OK)
		assert.Zero(t, r.host.stack.Len(), "the form is closed though it was a message that submitted it")
	})
}

func TestOptionalFileMayBeEmpty(t *testing.T) {
	_, o := shelf(t)
	o.Fields[0].Required = false
	open(t, o, 80, 24, func(r *rig) {
		r.Press("tab")
		r.Contains("▸ Note")
		r.Press("ctrl+s")
		assert.Empty(t, r.result().Values["file"])
	})
}

// The person sees what is going to be sent.
func TestImagePreview(t *testing.T) {
	home, o := shelf(t)
	o.Fields[0].Image = true
	img := image.NewGray(image.Rect(0, 0, 64, 64))
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	require.NoError(t, os.WriteFile(filepath.Join(home, "me.png"), b.Bytes(), 0o600))
	for size, want := range map[[2]int]int{{60, 15}: 0, {80, 24}: 8, {120, 40}: 12} {
		open(t, o, size[0], size[1], func(r *rig) {
			r.Paste(home + "/me.png")
			r.Contains("png, 64×64 pixels", "[ go on ]")
			lines := 0
			for l := range strings.SplitSeq(r.View(), "\n") {
				if strings.Contains(l, "▀▀▀▀") {
					lines++
				}
			}
			assert.Equal(t, want, lines, "%v", size)
			r.Press("backspace")
			r.Lacks("▀▀▀▀")
		})
	}
	open(t, o, 80, 24, func(r *rig) {
		r.Paste("~/pictures/alice.png")
		r.Contains("✗ it is not a JPEG, PNG, GIF or WebP picture")
		r.Press("ctrl+s")
		assert.Empty(t, r.host.results)
	})
	require.NoError(t, os.WriteFile(filepath.Join(home, "cut.png"), b.Bytes()[:40], 0o600))
	for name, about := range map[string]string{"me.png": " · png, 64×64 pixels", "cut.png": "40 B"} {
		open(t, o, 80, 24, func(r *rig) {
			r.Paste("~/" + name)
			r.Press("ctrl+s")
			assert.Equal(t, filepath.Join(home, name), r.result().Values["file"])
			assert.Contains(t, r.result().Values["file"+form.TitleSuffix], about)
		})
	}
}
