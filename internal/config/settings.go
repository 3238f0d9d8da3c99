package config

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"usher/internal/phone"
	"usher/internal/when"
)

// Setting describes one setting: its name in the file, its environment
// variable, its flag, and how its value is read and shown.
type Setting struct {
	Name string
	Env  string
	Flag string
	// Help is a line for --help, the README and `usher config`.
	Help string
	// Switch marks a flag that needs no value.
	Switch bool

	set func(c *Config, text string) error
	get func(c *Config) string
}

// Value is the setting's value as text.
func (s Setting) Value(c *Config) string { return s.get(c) }

// Settings are all settings that are one value each, in the order in which
// they are shown.
func Settings() []Setting { return settings() }

func settings() []Setting {
	return slices.Concat(dashboardSettings(), listSettings(), personSettings())
}

// dashboardSettings are about the instance and the screen.
func dashboardSettings() []Setting {
	return []Setting{
		{
			Name: "api_url", Env: "CLERK_API_URL", Flag: "api-url", Help: "base URL of the Backend API (https; http on loopback)",
			set: func(c *Config, t string) error { c.APIURL = t; return checkURL(t) },
			get: func(c *Config) string { return c.APIURL },
		},
		{
			Name: "app_id", Env: "USHER_APP_ID", Flag: "app-id", Help: "application id (app_…) for exact links into the web dashboard",
			set: setAppID,
			get: func(c *Config) string { return c.AppID },
		},
		{
			Name: "instance", Env: "USHER_INSTANCE", Flag: "instance", Help: "which of the instances of the file to open, demo, or environment for the key in CLERK_SECRET_KEY",
			set: printable(func(c *Config) *string { return &c.Open }),
			get: func(c *Config) string { return c.Open },
		},
		{
			Name: "page_size", Env: "USHER_PAGE_SIZE", Flag: "page-size", Help: "users per request, 1 to 500",
			set: number(1, 500, func(c *Config) *int { return &c.PageSize }),
			get: func(c *Config) string { return strconv.Itoa(c.PageSize) },
		},
		{
			Name: "theme", Env: "USHER_THEME", Flag: "theme", Help: "auto, dark or light",
			set: oneOf(func(c *Config) *Theme { return &c.Theme }, ThemeAuto, ThemeDark, ThemeLight),
			get: func(c *Config) string { return string(c.Theme) },
		},
		{
			Name: "palette", Env: "USHER_PALETTE", Flag: "palette", Help: "default, 16, none or colorblind",
			set: oneOf(func(c *Config) *Palette { return &c.Palette }, PaletteDefault, Palette16, PaletteNone, PaletteColorblind),
			get: func(c *Config) string { return string(c.Palette) },
		},
		{
			Name: "mouse", Env: "USHER_MOUSE", Flag: "mouse", Switch: true, Help: "react to the mouse",
			set: boolean(func(c *Config) *bool { return &c.Mouse }),
			get: func(c *Config) string { return strconv.FormatBool(c.Mouse) },
		},
		{
			Name: "read_only", Env: "USHER_READ_ONLY", Flag: "read-only", Switch: true, Help: "refuse every change, on any instance",
			set: boolean(func(c *Config) *bool { return &c.ReadOnly }),
			get: func(c *Config) string { return strconv.FormatBool(c.ReadOnly) },
		},
		{
			Name: "zone", Env: "USHER_ZONE", Flag: "zone", Help: "time zone of absolute times: local, UTC or a name such as Europe/Berlin",
			set: setZone,
			get: func(c *Config) string { return c.zone },
		},
		{
			Name: "rate.person", Env: "USHER_RATE_PERSON", Flag: "rate-person", Help: "percent of the instance's request rate for what a person waits for",
			set: number(1, 100, func(c *Config) *int { return &c.Rate.Person }),
			get: func(c *Config) string { return strconv.Itoa(c.Rate.Person) },
		},
		{
			Name: "rate.background", Env: "USHER_RATE_BACKGROUND", Flag: "rate-background", Help: "percent of the instance's request rate for background work",
			set: number(1, 100, func(c *Config) *int { return &c.Rate.Background }),
			get: func(c *Config) string { return strconv.Itoa(c.Rate.Background) },
		},
	}
}

// listSettings are about how the list is read.
func listSettings() []Setting {
	return []Setting{
		{
			Name: "live", Env: "USHER_LIVE", Flag: "live", Help: "read the list again by itself, such as every 30s (10s or more), or off",
			set: setLive,
			get: func(c *Config) string { return when.Every(c.Live) },
		},
		{
			Name: "restore", Env: "USHER_RESTORE", Flag: "restore", Switch: true, Help: "begin where the last run ended: view, search, order and user",
			set: boolean(func(c *Config) *bool { return &c.Restore }),
			get: func(c *Config) string { return strconv.FormatBool(c.Restore) },
		},
	}
}

// personSettings are about who works with it.
func personSettings() []Setting {
	return []Setting{
		{
			Name: "operator", Env: "USHER_OPERATOR", Flag: "operator", Help: "who you are, for the audit log",
			set: printable(func(c *Config) *string { return &c.Operator }),
			get: func(c *Config) string { return c.Operator },
		},
		{
			Name: "actor", Env: "USHER_ACTOR", Flag: "actor", Help: "who impersonates, the subject of impersonation links; the operator by default",
			set: printable(func(c *Config) *string { return &c.Actor }),
			get: func(c *Config) string { return c.Actor },
		},
		{
			Name: "impersonation.link", Env: "USHER_IMPERSONATION_LINK", Flag: "impersonation-link", Help: "how long an impersonation link can be opened, 1m to 24h",
			set: lasting(func(c *Config) *time.Duration { return &c.Impersonation.Link }),
			get: func(c *Config) string { return c.Impersonation.Link.String() },
		},
		{
			Name: "impersonation.session", Env: "USHER_IMPERSONATION_SESSION", Flag: "impersonation-session", Help: "how long the session of an impersonation link lasts at most, 1m to 24h",
			set: lasting(func(c *Config) *time.Duration { return &c.Impersonation.Session }),
			get: func(c *Config) string { return c.Impersonation.Session.String() },
		},
		{
			Name: "export_dir", Env: "USHER_EXPORT_DIR", Flag: "export-dir", Help: "folder for the bundles of erased users; the present one by default",
			set: printable(func(c *Config) *string { return &c.ExportDir }),
			get: func(c *Config) string { return c.ExportDir },
		},
		{
			Name: "phone_region", Env: "USHER_PHONE_REGION", Flag: "phone-region", Help: "country, such as AT, whose phone numbers may be pasted without a calling code",
			set: setRegion,
			get: func(c *Config) string { return c.PhoneRegion },
		},
		{
			Name: "private_history", Env: "USHER_PRIVATE_HISTORY", Flag: "private-history", Switch: true,
			Help: "keep searches with a whole e-mail address, phone number, id or wallet out of the history file",
			set:  boolean(func(c *Config) *bool { return &c.PrivateHistory }),
			get:  func(c *Config) string { return strconv.FormatBool(c.PrivateHistory) },
		},
	}
}

// names are the settings that a file may hold at its top, and what each group
// may hold.
func names() (top []string, groups map[string][]string) {
	groups = map[string][]string{}
	for _, s := range settings() {
		group, member, grouped := strings.Cut(s.Name, ".")
		if !grouped {
			top = append(top, s.Name)
			continue
		}
		if groups[group] == nil {
			top = append(top, group)
		}
		groups[group] = append(groups[group], member)
	}
	return append(top, "keys", "views", "instances"), groups
}

func number(low, high int, field func(*Config) *int) func(*Config, string) error {
	return func(c *Config, text string) error {
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("is %q, want a number from %d to %d", text, low, high)
		}
		if n < low || n > high {
			return fmt.Errorf("is %d, want %d to %d", n, low, high)
		}
		*field(c) = n
		return nil
	}
}

func boolean(field func(*Config) *bool) func(*Config, string) error {
	return func(c *Config, text string) error {
		v, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("is %q, want true or false", text)
		}
		*field(c) = v
		return nil
	}
}

func oneOf[T ~string](field func(*Config) *T, allowed ...T) func(*Config, string) error {
	return func(c *Config, text string) error {
		if !slices.Contains(allowed, T(text)) {
			words := make([]string, len(allowed))
			for i, a := range allowed {
				words[i] = string(a)
			}
			return fmt.Errorf("is %q, want %s", text, strings.Join(words, ", "))
		}
		*field(c) = T(text)
		return nil
	}
}

func setAppID(c *Config, text string) error {
	if !strings.HasPrefix(text, "app_") || strings.ContainsFunc(text, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		return fmt.Errorf("is %q, want an id that begins with app_", text)
	}
	c.AppID = text
	return nil
}

func setZone(c *Config, text string) error {
	if strings.EqualFold(text, "local") {
		c.Zone, c.zone = time.Local, "local"
		return nil
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "" {
		return fmt.Errorf("is %q, want local, UTC or a name such as Europe/Berlin", text)
	}
	c.Zone, c.zone = zone, text
	return nil
}

// printable takes a text of one line.
func printable(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, text string) error {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return errors.New("must not hold control characters")
		}
		*field(c) = text
		return nil
	}
}

func setRegion(c *Config, text string) error {
	text = strings.ToUpper(text)
	if _, known := phone.In(text); !known {
		return fmt.Errorf("is %q, want a country such as AT", text)
	}
	c.PhoneRegion = text
	return nil
}

// lasting takes a duration of whole seconds from a minute to a day.
func lasting(field func(*Config) *time.Duration) func(*Config, string) error {
	return func(c *Config, text string) error {
		d, err := time.ParseDuration(text)
		if err != nil || d < time.Minute || d > 24*time.Hour || d%time.Second != 0 {
			return fmt.Errorf("is %q, want a time from 1m to 24h, such as 10m", text)
		}
		*field(c) = d
		return nil
	}
}

func setLive(c *Config, text string) error {
	d, err := when.ParseEvery(text)
	if err == nil {
		c.Live = d
	}
	return err
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
