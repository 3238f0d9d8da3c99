package query

// ByOrganization reports whether the query names organizations: then a user's
// record alone does not tell whether he matches.
func (p *Plan) ByOrganization() bool {
	for _, c := range p.checks {
		if !c.words && c.row.Name == "org" {
			return true
		}
	}
	return false
}

// Remarks say what a person should know of how the query was understood, such
// as that several organizations have a name. They quote foreign text.
func (p *Plan) Remarks() []string { return p.notes }
