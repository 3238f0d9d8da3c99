package api

import (
	"context"
	"errors"
)

var errEmpty = errors.New("the answer is empty")

// fetch does r and decodes one record.
func fetch[T any, P recordOf[T]](ctx context.Context, c *Client, r *request) (*T, error) {
	var out *T
	err := c.do(ctx, r, func(v value) error {
		switch {
		case v == nil:
			return errEmpty
		case !v.isObject():
			return errNotObject
		}
		out = new(T)
		v.clone().decode(P(out))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// fetchList does r and decodes a list of either shape.
func fetchList[T any, P recordOf[T]](ctx context.Context, c *Client, r *request, page Page) (*List[T], error) {
	var out *List[T]
	err := c.do(ctx, r, func(v value) (err error) {
		if v == nil {
			return errEmpty
		}
		out, err = decodeList[T, P](v, page)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// fetchPage is fetchList with the page's parameters sent.
func fetchPage[T any, P recordOf[T]](ctx context.Context, c *Client, r *request, page Page) (*List[T], error) {
	page.encode(r)
	return fetchList[T, P](ctx, c, r, page)
}

// fetchArray does r and decodes a list of which no total is of interest.
func fetchArray[T any, P recordOf[T]](ctx context.Context, c *Client, r *request, page Page) ([]T, error) {
	l, err := fetchList[T, P](ctx, c, r, page)
	if err != nil {
		return nil, err
	}
	return l.Data, nil
}

// remove does a deletion. An empty answer is a success too.
func remove(ctx context.Context, c *Client, r *request) (*DeletedObject, error) {
	out := &DeletedObject{}
	err := c.do(ctx, r, func(v value) error {
		*out = DeletedObject{Deleted: true}
		if v != nil {
			v.decode(out)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// perform does r and takes any answer for a success.
func perform(ctx context.Context, c *Client, r *request) error {
	return c.do(ctx, r, func(value) error { return nil })
}

// user does r and decodes one user.
func (s *UsersService) user(ctx context.Context, r *request) (*User, error) {
	var out *User
	err := s.client.do(ctx, r, func(v value) error {
		if v == nil {
			return errEmpty
		}
		u := &User{}
		u.decode(v.clone())
		if u.Broken != nil {
			return u.Broken
		}
		out = u
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// users does r and decodes a list of users; a broken one keeps its place.
func (s *UsersService) users(ctx context.Context, r *request) ([]*User, error) {
	out := []*User{}
	err := s.client.do(ctx, r, func(v value) (err error) {
		if v == nil {
			return errEmpty
		}
		out, err = decodeUsers(v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
