package api

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// MaxImageSize is the largest profile image in bytes.
const MaxImageSize = 10 << 20

// SetProfileImage uploads an image of at most [MaxImageSize] bytes: JPEG, PNG,
// GIF or WebP (SetUserProfileImage). The file is streamed; it is sent again
// after a 429 only when it can be rewound.
func (s *UsersService) SetProfileImage(ctx context.Context, id ID, filename string, file io.Reader) (*User, error) {
	r := newRequest(opSetUserProfileImage, id)
	name := filename[strings.LastIndexAny(filename, `/\`)+1:]
	r.required("file", name)
	if file == nil {
		r.fail("file", "is required")
	}
	if r.err == nil {
		u, err := newUpload(name, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.ID, err)
		}
		if u.size > MaxImageSize {
			r.fail("file", "has %d bytes, at most %d are allowed", u.size, MaxImageSize)
		}
		defer u.letGo()
		r.upload = u
	}
	return s.user(ctx, r)
}

// DeleteProfileImage removes the image; the server then shows a generated one
// (DeleteUserProfileImage).
func (s *UsersService) DeleteProfileImage(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opDeleteUserProfileImage, id))
}
