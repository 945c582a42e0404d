//! Runs the vector files against scimwright, natively and through the npm package.
