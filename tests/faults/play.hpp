#pragma once

// What must hold of a site, whatever happened to its processes.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "faults/site.hpp"

namespace muster::test {

/// Connected and pushed, and the records edited since.
void push_and_edit(Site& site);

/// Who was put on which list, and taken off which, by bulk activities that were accepted; each as often as it was.
[[nodiscard]] std::vector<std::string> submitted(Site& site, const std::set<std::string>& but_for = {});
void expect_nothing_twice(Site& site, const std::set<std::string>& but_for = {});
/// What the runs say was done to whom.
[[nodiscard]] std::set<std::string> deeds(const std::vector<sync::Report>& runs);
/// R29: every run that began is there with its end.
void expect_ended(const std::vector<sync::Report>& runs);
void expect_nobody_made_mailable(const std::map<std::string, std::string>& before,
                                 const std::map<std::string, std::string>& after);

} // namespace muster::test
