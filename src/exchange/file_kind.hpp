#pragma once

// The kinds of files that come in and go out (cli.md, section CSV), and their columns.

#include <optional>
#include <string_view>
#include <vector>

namespace muster::exchange {

enum class FileKind { Statuses, Members, Reps };

/// In the order in which they are imported.
inline constexpr FileKind kFileKinds[] = {FileKind::Statuses, FileKind::Members, FileKind::Reps};

[[nodiscard]] std::string_view to_text(FileKind kind); ///< "statuses", "members", "reps"
[[nodiscard]] std::optional<FileKind> find_file_kind(std::string_view text);
/// In the order of cli.md; the key first.
[[nodiscard]] const std::vector<std::string_view>& columns_of(FileKind kind);

} // namespace muster::exchange
