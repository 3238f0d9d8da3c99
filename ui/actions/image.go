package actions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

func imageRows() []Action { return []Action{setImageRow(), deleteImageRow()} }

func setImageRow() Action {
	ws := []Write{{Method: http.MethodPost, Path: "/users/{user_id}/profile_image"}}
	return Action{
		ID: "user.set_image", Title: "Set the profile picture", Operations: []string{"SetUserProfileImage"}, Level: Reversible, Mutates: true,
		Writes: ws, Letter: "i", Section: Profile, Applies: writable, Reports: true,
		Ask: func(u *api.User, env Env) Prompt {
			q := question{
				title: "Set the picture of " + Name(u) + "?", verb: "Set", level: Reversible, writes: ws,
				does: []string{"Uploads the picture; everybody who sees the person sees it."},
				not:  []string{"Changes nothing at connected accounts."},
				form: &FormPrompt{
					Title: "Picture of " + Name(u), Intro: []string{"JPEG, PNG, GIF or WebP, at most 10 MB."},
					Fields: []FormField{{ID: "file", Label: "File", Kind: FieldFile, Required: true}},
					Review: reviewImage,
				},
			}
			if u.HasImage {
				q.not = append(q.not, "The present picture cannot be put back.")
			}
			return q.prompt(u, env)
		},
		Run: runSetImage,
		Undo: func(before *api.User, _ Input, out Outcome) *Undo {
			if before.HasImage || out.User == nil {
				return nil
			}
			return &Undo{
				Title: "Delete the picture of " + Name(before) + " again", ActionID: "user.delete_image", User: out.User,
				Sends: sends(before.ID, []Write{writeDelete("profile_image")}),
			}
		},
		Verify: func(before, now *api.User, _ Input) Settled {
			switch {
			case now.HasImage && (!before.HasImage || raw(now.ImageURL) != raw(before.ImageURL)):
				return Settled{State: Happened, Text: Name(now) + " has a new picture"}
			case now.HasImage == before.HasImage && raw(now.ImageURL) == raw(before.ImageURL):
				return Settled{State: DidNot, Text: Name(now) + " has the picture as before"}
			default:
				return Settled{State: CannotTell, Text: "The picture of " + Name(now) + " has changed otherwise."}
			}
		},
	}
}

// reviewImage looks at no disk: the form has done that, and the run does.
func reviewImage(filled map[string]string) (Review, error) {
	v := values(filled)
	path := v.text("file")
	if path == "" {
		return Review{}, bad("file", "is required")
	}
	does := "Sends " + safetext.String(filepath.Base(path))
	if about := v.text("file" + TitleSuffix); about != "" {
		does += " (" + safetext.String(about) + ")"
	}
	return Review{Input: Input{Values: map[string]string{"file": path}}, Does: []string{does + "."}}, nil
}

// problem goes on with “the picture”; it names no path.
func problem(s string) error { return errors.New(s) } //nolint:err113 // shown, never compared

// openPicture opens a regular file that is small enough and begins as one of
// the pictures that the server takes.
func openPicture(path string) (f *os.File, kind string, size int64, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, "", 0, problem("does not exist")
	case err != nil:
		return nil, "", 0, problem("cannot be read")
	case !info.Mode().IsRegular():
		return nil, "", 0, problem("is not a file")
	case info.Size() == 0:
		return nil, "", 0, problem("is empty")
	case info.Size() > api.MaxImageSize:
		return nil, "", 0, problem(fmt.Sprintf("has %.1f MB; at most 10 MB are allowed", float64(info.Size())/(1<<20)))
	}
	f, err = os.Open(path)
	if err != nil {
		return nil, "", 0, problem("cannot be read")
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, "", 0, errors.Join(problem("cannot be read"), f.Close())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, "", 0, errors.Join(problem("cannot be read"), f.Close())
	}
	switch kind = http.DetectContentType(head[:n]); kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return f, strings.ToUpper(strings.TrimPrefix(kind, "image/")), info.Size(), nil
	}
	return nil, "", 0, errors.Join(problem("is not a JPEG, PNG, GIF or WebP picture"), f.Close())
}

func runSetImage(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	path := in.Values["file"]
	f, _, size, err := openPicture(path)
	if err != nil {
		return Outcome{}, &NotSentError{fmt.Errorf("the picture %w", err)}
	}
	defer func() { _ = f.Close() }() // only read
	file := &watched{File: f, total: size, report: in.Report}
	now, err := b.SetProfileImage(ctx, u.ID, filepath.Base(path), file)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{User: now, Refetch: now == nil, Message: "Set the picture of " + Name(u)}, nil
}

// ProgressBytes is what a run reports whose progress is counted in bytes of a
// file.
const ProgressBytes = "bytes"

// watched reports how much of a file has been read.
type watched struct {
	*os.File
	total  int64
	report func(done, total int, what string)
	sent   int64
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.File.Read(p)
	w.sent += int64(n)
	w.report(int(w.sent), int(w.total), ProgressBytes)
	return n, err //nolint:wrapcheck // a reader hands errors on as they are
}

// Seek implements io.Seeker: the file is sent again from there.
func (w *watched) Seek(offset int64, whence int) (int64, error) {
	at, err := w.File.Seek(offset, whence)
	w.sent = at
	return at, err //nolint:wrapcheck // as above
}

// WriteTo keeps io.Copy from going around Read.
func (w *watched) WriteTo(to io.Writer) (int64, error) {
	return io.Copy(to, struct{ io.Reader }{w}) //nolint:wrapcheck // as above
}

func deleteImageRow() Action {
	ws := []Write{writeDelete("profile_image")}
	return Action{
		ID: "user.delete_image", Title: "Delete the profile picture", Operations: []string{"DeleteUserProfileImage"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "j", Section: Profile,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			return u.HasImage, unless(u.HasImage, "no picture")
		},
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Delete the picture of " + Name(u) + "?", verb: "Delete", level: Sensitive, writes: ws,
				does: []string{"Deletes the picture; a drawn one stands in its place."},
				not:  []string{"It cannot be put back.", "The person can set another one."},
			}.prompt(u, env)
		},
		Run:    moderate(Backend.DeleteProfileImage, "Deleted the picture of"),
		Verify: flag(func(u *api.User) bool { return u.HasImage }, false, "has no picture any more", "still has a picture"),
	}
}
