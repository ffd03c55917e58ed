#pragma once

// Text as people mean it: UTF-8 in, UTF-8 out. Folding and cutting are the same on every store and every machine.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace muster {

/// Without ASCII and Unicode white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// The sort key of R4: compatibility decomposition, case folded, marks removed. Compare as bytes (UTF-8 byte order
/// is code point order). Invalid UTF-8 is taken byte by byte as Latin-1.
[[nodiscard]] std::string fold(std::string_view text);

/// Case folded and normalised (NFC), marks and white space kept: equal for texts that differ in case only. Invalid
/// UTF-8 as with fold.
[[nodiscard]] std::string fold_case(std::string_view text);

/// Key of a name of a group, list, attribute or field (R7, R11, R12): case folded and normalised (NFC), marks kept,
/// trimmed, runs of white space folded to one blank.
[[nodiscard]] std::string name_key(std::string_view name);

/// Only A-Z changed.
[[nodiscard]] std::string ascii_lower(std::string_view text);

[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Number of code points; a byte that is not part of valid UTF-8 counts as one.
[[nodiscard]] std::size_t code_points(std::string_view text);

/// The longest prefix of at most `limit` code points that ends at a grapheme boundary (R6); empty if the
/// first grapheme alone is longer.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t limit);

/// Pieces between `separator`, trimmed, empty ones left out.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text, char separator);

[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// From Windows-1252; the five undefined bytes are an error that names the byte.
[[nodiscard]] Result<std::string> from_windows_1252(std::string_view bytes);

/// From UTF-16 without its byte order mark. An odd length or a lone surrogate is an error.
enum class ByteOrder { Little, Big };
[[nodiscard]] Result<std::string> from_utf16(std::string_view bytes, ByteOrder order);

} // namespace muster
