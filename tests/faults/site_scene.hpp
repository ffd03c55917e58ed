#pragma once

// What is played on a site: a first push, and a second run with something of everything in it.

#include <string>
#include <vector>

#include "faults/site.hpp"

namespace muster::test {

using Words = std::vector<std::string>;

/// The run that all scenes have in common.
[[nodiscard]] Words sync_words();

void connect(Site& site);
/// Two sets of lists, Contacts on no list (by the holding list), one that goes alone, one ignored.
void fill(Site& site);
/// Edits that need each kind of write to a Contact.
void edit(Site& site);
/// Something of everything: edits here, and a night's work of people there.
void change(Site& site);

} // namespace muster::test
