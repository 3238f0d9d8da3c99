package query

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/api"
)

// Organization is one that a name in org: may stand for.
type Organization struct {
	ID         api.ID
	Name, Slug api.Text
	Members    int64 // -1 when not told
}

// Directory knows the organizations of the instance.
type Directory interface {
	// Find lists the organizations that a name may stand for: those whose id,
	// slug or name it is, or contains.
	Find(ctx context.Context, name string) ([]Organization, error)
	// Members tells which of the users are members of an organization.
	Members(ctx context.Context, org api.ID, users []api.ID) (map[api.ID]bool, error)
}

// NewDirectory is the [Directory] of the instance behind a client.
func NewDirectory(c *api.Client) Directory { return directory{c} }

type directory struct{ client *api.Client }

// maxFound bounds the organizations that are read for one name.
const maxFound = 500

// Find implements [Directory]. Beside the search, which may hold many, the
// slug is asked for by itself.
func (d directory) Find(ctx context.Context, name string) ([]Organization, error) {
	var out []Organization
	add := func(o *api.Organization) {
		if o == nil || o.ID == "" || slices.ContainsFunc(out, func(known Organization) bool { return known.ID == o.ID }) {
			return
		}
		members := int64(-1)
		if o.MembersCount != nil {
			members = *o.MembersCount
		}
		out = append(out, Organization{ID: o.ID, Name: o.Name, Slug: o.Slug, Members: members})
	}
	if slugged(name) {
		o, err := d.client.Organizations.Get(ctx, api.ID(strings.ToLower(name)))
		if err != nil && !absent(err) {
			return nil, fmt.Errorf("look up an organization: %w", err)
		}
		if err == nil {
			add(o)
		}
	}
	page, err := d.client.Organizations.List(ctx, api.ListOrganizationsParams{
		Query: name, IncludeMembersCount: true, Page: api.Page{Limit: maxFound},
	})
	if err != nil {
		return nil, fmt.Errorf("look up an organization: %w", err)
	}
	for i := range page.Data {
		add(&page.Data[i])
	}
	return out, nil
}

// slugged reports whether a name can be a slug.
func slugged(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// errUnasked means that the answer is not about the users who were asked for,
// so that it proves nothing about them.
var errUnasked = errors.New("the server listed other members than those it was asked for")

// Members implements [Directory], a hundred users a request.
func (d directory) Members(ctx context.Context, org api.ID, users []api.ID) (map[api.ID]bool, error) {
	out := map[api.ID]bool{}
	for ids := range slices.Chunk(users, maxValues) {
		var texts []string
		for _, id := range ids {
			texts = append(texts, string(id))
		}
		page, err := d.client.Organizations.Memberships(ctx, org, api.ListMembershipsParams{
			UserID: api.Include(texts...), Page: api.Page{Limit: maxValues},
		})
		if err != nil {
			return nil, fmt.Errorf("check the members of an organization: %w", err)
		}
		if page.TotalCount > int64(len(page.Data)) {
			return nil, fmt.Errorf("check the members of an organization: %w", errUnasked)
		}
		for i := range page.Data {
			m := &page.Data[i]
			if m.PublicUserData == nil || !slices.Contains(ids, m.PublicUserData.UserID) {
				return nil, fmt.Errorf("check the members of an organization: %w", errUnasked)
			}
			out[m.PublicUserData.UserID] = true
		}
	}
	return out, nil
}

// bindOrg finds the organizations that a name stands for.
func bindOrg(c *check, i int, e *Env) {
	name := c.values[i].text
	if orgForm.MatchString(name) {
		c.orgs = append(c.orgs, api.ID(name))
		return
	}
	for _, o := range meant(name, e.Organizations[name]) {
		if !slices.Contains(c.orgs, o.ID) {
			c.orgs = append(c.orgs, o.ID)
		}
	}
}

// meant are the organizations that a name stands for: the one with the slug,
// else those with the name. One that only contains it is not meant.
func meant(name string, found []Organization) []Organization {
	for _, o := range found {
		if string(o.ID) == name || strings.EqualFold(o.Slug.Unsafe(), name) {
			return []Organization{o}
		}
	}
	var out []Organization
	for _, o := range found {
		if fold(spaces(o.Name.Unsafe())) == fold(spaces(name)) {
			out = append(out, o)
		}
	}
	return out
}

func askOrg(r *requesting, c *check) bool {
	for _, v := range c.values {
		if orgForm.MatchString(v.text) {
			continue
		}
		switch n := len(meant(v.text, r.plan.env.Organizations[v.text])); {
		case n == 0:
			r.nobody(unknownOrg(v.text, r.plan.env.Organizations[v.text]))
		case n > 1:
			r.plan.note(fmt.Sprintf("%d organizations have the name “%s”.", n, v.text))
		}
	}
	if r.plan.Nobody != "" {
		return true
	}
	if c.negated {
		if len(r.filter.OrganizationID)+len(c.orgs) > maxValues {
			return false
		}
		for _, id := range c.orgs {
			r.filter.OrganizationID = append(r.filter.OrganizationID, api.Inclusion{Value: string(id), Exclude: true})
		}
		return true
	}
	// Members of one of two are a union for the server, too.
	if len(c.orgs) > maxValues || slices.ContainsFunc(r.filter.OrganizationID, func(v api.Inclusion) bool { return !v.Exclude }) {
		return false
	}
	for _, id := range c.orgs {
		r.filter.OrganizationID = append(r.filter.OrganizationID, api.Inclusion{Value: string(id)})
	}
	return true
}

// unknownOrg says that a name stands for none, and which come near.
func unknownOrg(name string, found []Organization) string {
	s := fmt.Sprintf("No organization has the id, slug or name “%s”.", name)
	var near []string
	for _, o := range found[:min(len(found), 3)] {
		near = append(near, "“"+o.Name.Unsafe()+"”")
	}
	if len(near) > 0 {
		s += " There is " + strings.Join(near, ", ") + "."
	}
	return s
}

// Keep chooses among users that the server listed: those who match and, where
// organizations matter, whose membership the server confirms when asked about
// them. So a filter that the server read wrongly or not at all never widens
// the result. It tells how many were left out.
func (p *Plan) Keep(ctx context.Context, d Directory, users []*api.User) (kept []*api.User, leftOut int, err error) {
	kept = make([]*api.User, 0, len(users))
	for _, u := range users {
		if p.Match(u) {
			kept = append(kept, u)
		}
	}
	if p.Nobody == "" {
		for _, c := range p.checks {
			if c.orgs != nil {
				if kept, err = c.keepMembers(ctx, d, kept); err != nil {
					return nil, 0, err
				}
			}
		}
	}
	return kept, len(users) - len(kept), nil
}

// keepMembers keeps the users who are in one of the organizations, or in none.
func (c *check) keepMembers(ctx context.Context, d Directory, users []*api.User) ([]*api.User, error) {
	in := map[api.ID]bool{}
	for _, org := range c.orgs {
		var ask []api.ID
		for _, u := range users {
			if u.ID != "" && !in[u.ID] {
				ask = append(ask, u.ID)
			}
		}
		if len(ask) == 0 {
			break
		}
		members, err := d.Members(ctx, org, ask)
		if err != nil {
			return nil, err
		}
		for id, member := range members {
			in[id] = in[id] || member
		}
	}
	return slices.DeleteFunc(users, func(u *api.User) bool { return u.ID == "" || in[u.ID] == c.negated }), nil
}
