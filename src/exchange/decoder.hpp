#pragma once

// Turns a stream of bytes in one of the encodings of cli.md into UTF-8, piece by piece. What is no text in the
// encoding becomes the byte 0xFF, which no UTF-8 text holds, so that whoever looks at a cell finds the place.

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace muster::exchange {

/// As asked for by a person; Automatic is UTF-8. A byte order mark (UTF-8, UTF-16) counts more than what was asked
/// for.
enum class Encoding { Automatic, Windows1252 };

class Decoder {
  public:
    /// `stream` must outlive the decoder and be opened in binary mode.
    Decoder(std::istream& stream, Encoding asked) : stream_(stream), asked_(asked) {}

    /// Appends some more text; false at the end of the stream.
    bool read_more(std::string& text);

    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
    [[nodiscard]] bool has_failed() const { return stream_.bad(); }
    /// "UTF-8", "UTF-16" or "Windows-1252"; known after the first piece.
    [[nodiscard]] std::string_view encoding_name() const;

  private:
    enum class Form { Unknown, Utf8, Utf16Little, Utf16Big, Windows1252 };
    void find_form();
    void decode_windows_1252(std::string& text);
    void decode_utf16(std::string& text, bool at_end);

    std::istream& stream_; // the caller's
    Encoding asked_;
    Form form_ = Form::Unknown;
    std::string bytes_; // read, not decoded yet
    std::uint64_t bytes_read_ = 0;
};

} // namespace muster::exchange
