#pragma once

// Settings of a database or of the installation, as the API shows and takes them.

#include <string>
#include <vector>

#include "app/options.hpp"
#include "web/call.hpp"

namespace muster::web {

[[nodiscard]] net::Response options_answer(const std::vector<app::OptionRow>& rows,
                                           const std::vector<app::Assignment>& values);
/// The body's members: keys and values as typed.
[[nodiscard]] Checked<std::vector<app::Assignment>> read_options(Call& call);
/// "removal_limit_count=5; webhook_url", for the audit log: texts may hold what is nobody's business.
[[nodiscard]] std::string option_words(const std::vector<app::OptionRow>& rows,
                                       const std::vector<app::Assignment>& changes);

} // namespace muster::web
