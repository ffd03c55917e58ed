#pragma once

// The front-end as it is embedded in the program: the files that `./run ui` built, each also compressed. Knows
// nothing of requests; choosing among the forms and answering is the server's.

#include <span>
#include <string_view>

namespace muster::web {

/// One file. All views live as long as the program.
struct Asset {
    std::string_view path;         ///< as a browser asks for it: "/index.html", "/assets/index-BAp_4w26.css"
    std::string_view content_type; ///< with its charset
    std::string_view etag;         ///< strong, in quotes; of the uncompressed file
    std::string_view raw;
    std::string_view brotli; ///< empty where compressing does not pay
    std::string_view gzip;   ///< empty where compressing does not pay

    /// True where the name changes with the content, so that a browser may keep it for ever.
    [[nodiscard]] bool is_immutable() const { return path.starts_with("/assets/"); }
};

/// Every file, by path; none in a program built with MUSTER_UI=OFF. The page is "/index.html": it also answers for
/// the addresses that the front-end makes up itself.
[[nodiscard]] std::span<const Asset> assets();
/// The file with exactly this path, or nullptr.
[[nodiscard]] const Asset* find_asset(std::span<const Asset> among, std::string_view path);

} // namespace muster::web
