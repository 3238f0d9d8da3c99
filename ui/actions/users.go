package actions

import (
	"context"
	"net/url"

	"usher/api"
)

func userRows() []Action {
	return []Action{refreshRow(), copyIDRow(), openBrowserRow()}
}

func refreshRow() Action {
	return Action{
		ID: "user.refresh", Title: "Refresh", Operations: []string{"GetUser"},
		Level: Look, Letter: "r", Applies: reachable,
		Run: func(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
			now, err := b.GetUser(ctx, u.ID)
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{User: now, Message: "Refreshed " + Name(now)}, nil
		},
	}
}

func copyIDRow() Action {
	return Action{
		ID: "user.copy_id", Title: "Copy id", Level: Look, Letter: "y", Applies: reachable,
		Run: func(_ context.Context, _ Backend, u *api.User, _ Input) (Outcome, error) {
			return Outcome{Copy: api.NewText(string(u.ID)), Message: "Copied " + string(u.ID)}, nil
		},
	}
}

func openBrowserRow() Action {
	return Action{
		ID: "user.open_browser", Title: "Open in the web dashboard", Level: Look, Letter: "o", Applies: reachable,
		Run: func(_ context.Context, _ Backend, u *api.User, in Input) (Outcome, error) {
			return Outcome{OpenURL: DashboardURL(u.ID, in.Env), Message: "Opened " + Name(u) + " in the browser"}, nil
		},
	}
}

// DashboardURL is the user's page in the web dashboard: exact when the
// application and the instance are known, else of the application that was
// last used in that browser.
func DashboardURL(id api.ID, env Env) string {
	const base = "https://dashboard.clerk.com"
	if env.AppID != "" && env.InstanceID.Valid() {
		return base + "/apps/" + url.PathEscape(env.AppID) + "/instances/" + url.PathEscape(string(env.InstanceID)) +
			"/users/" + url.PathEscape(string(id))
	}
	return base + "/last-active?path=" + url.QueryEscape("users/"+string(id))
}
