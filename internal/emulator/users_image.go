package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	_ "image/gif"  // the formats that a profile image may have
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"io"
	"mime/multipart"
	"net/http"
)

// maxImageBytes is the largest profile image.
const maxImageBytes = 10 << 20

func (s *Server) setProfileImage(r *request) (any, *apiError) {
	defer drain(r.Body)
	if _, ok := s.store.find(r.id("user_id")); !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	data, err := readImage(r)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return s.changed(r, func(u *userRecord) *apiError {
		u.HasImage, u.ImageURL = true, imageBase+"uploaded/"+hex.EncodeToString(sum[:12])
		return nil
	})
}

func (s *Server) deleteProfileImage(r *request) (any, *apiError) {
	return s.changed(r, func(u *userRecord) *apiError {
		if !u.HasImage {
			return fail(http.StatusNotFound, "image_not_found", "Image not found", "The user has no profile image.")
		}
		u.HasImage, u.ImageURL = false, ""
		return nil
	})
}

// maxDrain is how much of an unwanted body is read away.
const maxDrain = 64 << 20

// drain reads the rest of a body: a client that is still sending when the
// connection closes would see a broken pipe in place of its answer.
func drain(body io.Reader) {
	_, _ = io.Copy(io.Discard, io.LimitReader(body, maxDrain)) // what is left undone the server undoes
}

// readImage takes the part named file out of a multipart body.
func readImage(r *request) ([]byte, *apiError) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fail(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type",
			"The Content-Type of the request must be multipart/form-data.")
	}
	missing := fail(http.StatusBadRequest, "form_param_missing", "is missing", "file must be included.").withMeta("param_name", "file")
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, missing
		case err != nil:
			return nil, badRequest("request_body_invalid", "The request body is not a valid multipart body.")
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return readPart(part)
		}
	}
}

func readPart(part *multipart.Part) ([]byte, *apiError) {
	data, err := io.ReadAll(io.LimitReader(part, maxImageBytes+1))
	switch {
	case err != nil:
		return nil, badRequest("request_body_invalid", "The request body is not a valid multipart body.")
	case len(data) > maxImageBytes:
		return nil, fail(http.StatusRequestEntityTooLarge, "image_too_large", "Image too large",
			"The image being uploaded is more than 10MB. Please choose a smaller one.")
	case !isImage(data):
		return nil, badRequest("request_body_invalid", "The image could not be decoded. Supported are JPEG, PNG, GIF and WebP.")
	}
	return data, nil
}

// isImage looks at the content, whatever its declared type: the Go SDK sends
// application/octet-stream.
func isImage(data []byte) bool {
	switch http.DetectContentType(data) {
	case "image/jpeg", "image/png", "image/gif":
		_, _, err := image.DecodeConfig(bytes.NewReader(data))
		return err == nil
	case "image/webp":
		return true
	}
	return false
}
