# Writes the list of common passwords as a string literal: cmake -DOUT=… -DLIST=common_passwords.txt -P embed_list.cmake
file(READ ${LIST} lines)
file(WRITE ${OUT} "#include \"staff/passwords.hpp\"\n\nnamespace muster::staff {\n\n"
  "std::string_view common_passwords() {\n    return R\"~list~(\n${lines})~list~\";\n}\n\n} // namespace muster::staff\n")
