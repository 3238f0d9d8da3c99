package detail

import (
	tea "charm.land/bubbletea/v2"

	"usher/api"
)

// TabID names a tab of the pane.
type TabID string

// The tabs, in their order.
const (
	Overview      TabID = "overview"
	Organizations TabID = "organizations"
	Identities    TabID = "identities"
	Security      TabID = "security"
	Sessions      TabID = "sessions"
	Metadata      TabID = "metadata"
	Activity      TabID = "activity"
	JSON          TabID = "json"
)

// tab is one tab. It draws the scene and keeps only its own place in it.
type tab interface {
	id() TabID
	title() string
	// needs lists what the tab needs from the network.
	needs() []resource
	// reset forgets the place: another user has come.
	reset()
	// view is at most h drawn lines of at most w cells.
	view(w, h int, focused bool) []string
	// position tells which part is in view, "" when all of it is.
	position() string
	// key takes a key press; handled is false for keys it does not know.
	key(msg tea.KeyPressMsg) (cmd tea.Cmd, handled bool)
	// scroll moves by d lines without a cursor, for the wheel.
	scroll(d int)
	// click selects what is drawn in line y.
	click(y int)
	// edge is the list whose next page the place asks for, or none.
	edge() resource
	// copied is what Copy copies.
	copied() (what string, value api.Text, ok bool)
	// capturing reports whether a text input of the tab takes all keys.
	capturing() bool
}

// newTabs makes the tabs over a scene.
func newTabs(c *scene) []tab {
	timeline := []resource{sessions, memberships, invitations}
	if c.audited {
		timeline = append(timeline, history)
	}
	return []tab{
		newPageTab(c, Overview, "Overview", writeOverview),
		newOrganizationsTab(c),
		newPageTab(c, Identities, "Identities", writeIdentities),
		newPageTab(c, Security, "Security", writeSecurity),
		newPageTab(c, Sessions, "Sessions", writeSessions, sessions),
		newMetadataTab(c),
		newPageTab(c, Activity, "Activity", writeActivity, timeline...),
		newJSONTab(c),
	}
}
